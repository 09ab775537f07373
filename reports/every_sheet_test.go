package reports

import (
	"os"
	"slices"
	"testing"

	"amends/clients/homework"
	"amends/clients/programme"
)

// Every row of every programme can be printed for everybody it is for, with something to read or room to write, and with every
// question of their own turn; also those that are done on a page of their own.
func TestEveryRowCanBeFilledByHand(t *testing.T) {
	lib, err := programme.LoadShipped(os.DirFS("../templates/programmes"))
	if err != nil {
		t.Fatal(err)
	}
	o, words := options(t), english(t)
	rows, kinds := map[programme.Code]bool{}, map[programme.Kind]bool{}
	for _, pr := range lib.Programmes() {
		for _, pl := range pr.Placements {
			for _, unit := range homework.Units(lib, pl.Code) {
				for _, role := range []programme.Role{programme.Involved, programme.Injured} {
					parts := partsOn(lib, unit, role)
					if len(parts) == 0 {
						continue
					}
					rows[pl.Code] = true
					sheet := (&largeSheet{homework.Sheet{Couple: "NQ-01", Name: "Mara", Title: pl.Title["en"], Number: programme.Number(pl.Code), Parts: parts},
						newPhrases(words), letterhead{}}).sheet(on(11, 23))
					for _, part := range parts {
						kinds[part.Kind] = true
						for _, missing := range unasked(sheet, part) {
							t.Errorf("%s %s, %s: %q is not on the sheet", pl.Code, unit.Step, role, missing)
						}
					}
					if _, err := RenderHomeworkSheet(sheet, words, o); err != nil {
						t.Errorf("%s %s, %s: %v", pl.Code, unit.Step, role, err)
					}
				}
			}
		}
	}
	if len(rows) != 89 || len(kinds) != 18 { // all kinds but the practice's own, which no shipped row has
		t.Errorf("%d rows of %d kinds were printed", len(rows), len(kinds))
	}
}

// partsOn are the parts of a sheet, as SheetOf makes them.
func partsOn(lib *programme.Library, unit homework.Unit, role programme.Role) (parts []homework.SheetPart) {
	for _, p := range unit.For(role) {
		v, ok := lib.View(unit.Code, unit.Step, p.Part.Key, role, programme.English)
		if !ok {
			continue
		}
		parts = append(parts, homework.SheetPart{Kind: v.Kind, Title: v.Title, Intro: v.Intro, Reading: v.Reading, Court: v.Court, Help: v.Help, Prompts: v.Prompts})
	}
	return parts
}

// unasked are the questions of a part that its sheet lacks: a question with lines, or a column of the table. What answers the
// other's words is asked where there is nothing else.
func unasked(sheet HomeworkSheet, part homework.SheetPart) (missing []string) {
	found := 0
	for _, p := range part.Prompts {
		asked := slices.ContainsFunc(sheet.Questions, func(q SheetQuestion) bool { return q.Text == p.Text && q.Lines > 0 })
		if sheet.Table != nil {
			asked = asked || slices.ContainsFunc(sheet.Table.Columns, func(c SheetColumn) bool { return c.Head == p.Label })
		}
		if asked {
			found++
		} else if p.Turn != programme.TurnReply {
			missing = append(missing, p.Text)
		}
	}
	if found == 0 && len(part.Reading) == 0 {
		missing = append(missing, part.Title)
	}
	return missing
}
