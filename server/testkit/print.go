package testkit

import (
	"context"
	"os"
	"path/filepath"
	"regexp"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Paper is a size to print on, in inches.
type Paper struct{ Wide, High float64 }

// The two papers people print on.
var (
	A4     = Paper{210 / 25.4, 297 / 25.4}
	Letter = Paper{8.5, 11}
)

// Print prints the page as the browser's own menu would, and answers the PDF.
func (b *Tab) Print(on Paper) []byte {
	b.t.Helper()
	return run(b, func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		r, err := cdp.Call(ctx, t, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: on.Wide, PaperHeight: on.High})
		return r.Data, err
	})
}

// OneLeaf fails unless the page prints on a single page of either paper; with PICTURES set it keeps both under that name.
func (b *Tab) OneLeaf(name string) {
	b.t.Helper()
	for size, on := range map[string]Paper{"a4": A4, "letter": Letter} {
		pdf := b.Print(on)
		if n := len(leaf.FindAll(pdf, -1)); n != 1 {
			b.t.Errorf("%s on %s: %d pages", name, size, n)
		}
		if dir := os.Getenv("PICTURES"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+"-"+size+".pdf"), pdf, 0o644); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}

var leaf = regexp.MustCompile(`/Type\s*/Page\b`)
