package testkit

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

// axeScript is axe-core; axe/vendored.json says which.
//
//go:embed axe/axe.min.js
var axeScript string

// violation is one rule that the page breaks, as axe tells it.
type violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		HTML           string `json:"html"`
		FailureSummary string `json:"failureSummary"`
	} `json:"nodes"`
}

// Axe checks the page against WCAG 2.2 A and AA and the best practices that axe knows, and fails the test for each rule
// it breaks.
func (b *Tab) Axe() {
	b.t.Helper()
	b.Eval(axeScript + "; null")
	// What the bar at the foot covers at this scroll position is scrolled free by a person; axe does not scroll.
	b.Eval(`document.querySelectorAll(".bottombar").forEach(n => { n.style.position = "static" }); null`)
	defer b.Eval(`document.querySelectorAll(".bottombar").forEach(n => { n.style.position = "" }); null`)
	text := Eval[string](b, `axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => JSON.stringify(r.violations))`)
	var found []violation
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		b.t.Fatalf("axe: %v", err)
	}
	for _, v := range found {
		var where strings.Builder
		for i, n := range v.Nodes {
			if i == 3 {
				fmt.Fprintf(&where, "\n  and %d more", len(v.Nodes)-i)
				break
			}
			fmt.Fprintf(&where, "\n  %s\n    %s", n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", " "))
		}
		b.t.Errorf("axe at %s: %s (%s): %s%s", b.Location(), v.ID, v.Impact, v.Help, where.String())
	}
}

// quoted is text as a literal of JavaScript.
func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string always marshals
	}
	return string(b)
}
