package demo

import (
	"slices"

	"github.com/google/uuid"

	"amends/clients/builder"
	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/db"
)

// ownRows are the rows of the shipped programme B that the practice kept in its own short course.
func ownRows() []string {
	return []string{"Two sides of one hurt", "Ask what would help", "Begin with one conversation"}
}

// ownProgramme lets a counselor copy a programme, keep three of its rows, publish the copy and place a couple on it; a week later a
// second version follows, and the couple stays on the first.
func (s *seeder) ownProgramme(c couple.Couple, sample sample) error {
	if sample.code != "NQ-04" {
		return nil
	}
	by := s.staff[sample.counselor]
	from, _ := s.library.Programme("B")
	content, draft := builder.Copied(from, s.library.StepsOf("B"), programme.OwnTags()[0], programme.English), uuid.New()
	content.Programme.Title = programme.Title{programme.English: "A short course"}
	content.Programme.Summary = programme.Title{programme.English: "A few evenings, for couples who come for some weeks only."}
	for _, row := range slices.Clone(content.Programme.Placements) {
		if !slices.Contains(ownRows(), row.Title[programme.English]) {
			content.Remove(row.Code)
		}
	}
	publish := func(tx *db.Tx) error {
		_, err := programme.Publish(tx, s.library.Themes(), content.Programme, content.Steps)
		return err
	}
	placed := s.week(3, 2)
	err := s.do(by.Scope(), s.at(placed, "12:30"), func(tx *db.Tx) error {
		if err := builder.Begin(tx, draft, content); err != nil {
			return err
		}
		if err := publish(tx); err != nil {
			return err
		}
		return programme.Place(tx, s.library, c.ID, content.Programme.Tag, placed)
	})
	if err != nil {
		return err
	}
	return s.do(by.Scope(), s.at(s.week(2, 2), "12:30"), func(tx *db.Tx) error {
		row, _ := content.Row(content.Programme.Placements[len(content.Programme.Placements)-1].Code)
		row.Title = programme.Title{programme.English: "One conversation to begin with"}
		if err := builder.Save(tx, builder.Draft{ID: draft, Content: content, Version: 1}); err != nil {
			return err
		}
		return publish(tx)
	})
}
