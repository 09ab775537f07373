package programme_test

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"amends/clients/programme"
)

// files are the shipped ones, to be changed by a test.
func files(t *testing.T) fstest.MapFS {
	t.Helper()
	out, root := fstest.MapFS{}, os.DirFS("../../templates/programmes")
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, path)
		out[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The program does not start without one of the five programmes, nor without any one of their 89 rows.
func TestTheStartRefusesWhatIsMissing(t *testing.T) {
	names := map[programme.Tag]string{"A": "ten-steps.yaml", "B": "five-steps.yaml", "C": "four-phases.yaml", "D": "nine-parts.yaml", "E": "role-of-trust.yaml"}
	lib, rows := shipped(t), 0
	for tag, name := range names {
		without := files(t)
		delete(without, name)
		if _, err := programme.LoadShipped(without); err == nil || !strings.Contains(err.Error(), "programme "+string(tag)+" is missing") {
			t.Errorf("without %s: %v", name, err)
		}
		p, _ := lib.Programme(tag)
		for i, pl := range p.Placements {
			rows++
			less := p
			less.Placements = slices.Delete(slices.Clone(p.Placements), i, i+1)
			says := fmt.Sprintf("programme %s has no row %s", tag, pl.Code)
			if _, err := programme.Assemble(lib.Themes(), lib.StepsOf(tag), []programme.Programme{less}); err == nil || !strings.Contains(err.Error()+"\n", says+"\n") {
				t.Errorf("without row %s: %v", pl.Code, err)
			}
		}
	}
	if rows != rowsInAll {
		t.Errorf("%d rows were left out one by one, not %d", rows, rowsInAll)
	}
}

// Where the step itself asks for help lines, every page of it has them, also in a row that does not say so again.
func TestHelpLinesOfTheStepStandInEveryRow(t *testing.T) {
	lib, seen := shipped(t), 0
	for _, p := range lib.Programmes() {
		for _, pl := range p.Placements {
			for _, part := range lib.Parts(pl.Code) {
				step, _ := lib.Step(part.Step)
				asks := false
				for _, k := range step.Cautions {
					asks = asks || k == programme.CautionHelp
				}
				for _, role := range part.Part.Who.Roles() {
					if v, ok := lib.View(pl.Code, part.Step, part.Part.Key, role, "en"); ok && asks {
						if seen++; !v.Help {
							t.Errorf("%s: %s/%s shows no help lines", pl.Code, part.Step, part.Part.Key)
						}
					}
				}
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d pages were looked at", seen)
	}
}
