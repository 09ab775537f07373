package builder_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"amends/clients/programme"
	"amends/server/db"
)

// The check-in ratings of a row are ticked for either partner, looked at, published, and told apart from what they were.
func TestRatingsOfARow(t *testing.T) {
	s := newScene(t)
	path := s.begin(t, "A", "Rated")
	row := path + "/row?row=XA3" // a copy of A2: OWN-a of the one who broke trust, RELY of the one who was hurt
	shown := want(t, s.staff.Get(row), 200)
	says(t, shown, "Check-in ratings", "Looked honestly at the own part", "Was kind to themself without excusing")
	was := form(t, shown, path+"/row")
	if got := was["rated-involved"]; !slices.Equal(got, []string{"OWN-a"}) || !slices.Equal(was["rated-injured"], []string{"RELY"}) {
		t.Fatalf("ticked at first: %v, %v", got, was["rated-injured"])
	}
	want(t, s.publish(t, path), 303)
	placed := "/couples/" + s.Couple(t, s.counselor, "Ana", "Jon").ID.String() + "/programmes"
	want(t, s.staff.Post(placed, url.Values{"tag": {"XA"}}), 303)

	// Saved as it stands, nothing changed.
	want(t, s.staff.Post(path+"/row", was), 303)
	says(t, want(t, s.publish(t, path), 422), "This is what version 1 says already")

	v := form(t, s.staff.Get(row), path+"/row", "rated-involved", "OWN-a|HOPE|KIND-a", "rated-injured", "RELY|HOPE")
	want(t, s.staff.Post(path+"/row", v), 303)
	says(t, want(t, s.staff.Get(path+"/preview?row=XA3"), 200), "Had hope for the two (both)", "Was kind to themself without excusing (the partner who broke trust)")
	want(t, s.publish(t, path), 303)
	err := s.DB.View(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		all, err := programme.PublishedOf(tx, "XA")
		if err != nil {
			return err
		}
		now, err := s.shelf.Version(tx, all[0].ID)
		if err != nil {
			return err
		}
		before, err := s.shelf.Version(tx, all[1].ID)
		if err != nil {
			return err
		}
		pl, _ := now.Lib.Placement("XA3")
		want := []programme.Rating{{Code: "OWN-a", Who: "involved"}, {Code: "RELY", Who: "injured"}, {Code: "HOPE", Who: "each"}, {Code: "KIND-a", Who: "involved"}}
		if !slices.Equal(pl.Ratings, want) {
			t.Errorf("published: %v", pl.Ratings)
		}
		changes := programme.Compare(before.Lib, now.Lib, "XA")
		if len(changes) != 1 || !slices.Equal(changes[0].Aspects, []programme.Aspect{programme.Rated}) {
			t.Errorf("the comparison tells %+v", changes)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// The page that compares shows what was and what is, of the ratings and of everything else a row says.
	v = form(t, s.staff.Get(row), path+"/row", "cautions", "1|6", "months", "3, 6")
	want(t, s.staff.Post(path+"/row", v), 303)
	want(t, s.publish(t, path), 303)
	for _, href := range want(t, s.staff.Get(placed), 200).Links() {
		if strings.HasPrefix(href, placed+"/") {
			says(t, want(t, s.staff.Get(href), 200), "Check-in ratings", "Could rely on the partner’s word (the partner who was hurt)", "Had hope for the two (both)",
				"Twenty minutes at most; either may stop.", "3, 6 months later")
			placed = ""
			break
		}
	}
	if placed != "" {
		t.Error("no way leads to the comparison")
	}
	// What is no rating of the house is refused, and nothing typed is lost.
	v = form(t, s.staff.Get(row), path+"/row", "rated-involved", "MOOD", "title", "Kept title")
	a := want(t, s.staff.Post(path+"/row", v), 422)
	says(t, a, "This does not fit")
	if !strings.Contains(a.Body, "Kept title") {
		t.Error("what was typed is lost")
	}
}
