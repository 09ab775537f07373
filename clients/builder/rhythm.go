package builder

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"amends/clients/programme"
	"amends/server/fault"
	"amends/server/web"
)

// cadenceValues are the fields of a rhythm; end tells the fields of several parts on one page apart.
func cadenceValues(v url.Values, c programme.Cadence, end string) {
	v.Set("rhythm"+end, string(c.Rhythm))
	for name, n := range map[string]int{"least": c.Least, "most": c.Most} {
		if n > 0 {
			v.Set(name+end, strconv.Itoa(n))
		}
	}
}

// readCadence reads a rhythm and its numbers. What the form does not show, such as further rhythms, stays as it was while the
// rhythm itself does.
func readCadence(f *web.Form, was programme.Cadence, end string, wrong *fault.List) programme.Cadence {
	c := programme.Cadence{Rhythm: programme.Rhythm(f.Text("rhythm" + end))}
	if c.Rhythm == was.Rhythm {
		c.At, c.Also = was.At, was.Also
	}
	if !slices.Contains(programme.Rhythms(), c.Rhythm) {
		*wrong = append(*wrong, fault.Field("rhythm"+end, "builder_rhythm_choose"))
		return c
	}
	c.Least, c.Most = readTimes(f, "least"+end, wrong), readTimes(f, "most"+end, wrong)
	if c.Least > 0 && c.Most == 0 {
		c.Most = c.Least
	}
	if c.Rhythm == programme.Every && c.Most == 0 {
		*wrong = append(*wrong, fault.Field("most"+end, "builder_number"))
	}
	return c
}

// readTimes reads a number of times or weeks; 0 for none.
func readTimes(f *web.Form, name string, wrong *fault.List) int {
	n, ok := f.Int(name)
	if f.Has(name) && (!ok || n < 0 || n > 52) {
		*wrong = append(*wrong, fault.Field(name, "builder_number"))
		return 0
	}
	return n
}

// sharings are the ways an answer may go, as the pages offer them.
func sharings() []programme.Sharing {
	return []programme.Sharing{
		{Code: programme.ShareKept},
		{Code: programme.ShareKept, Then: programme.ShareCounselor, When: programme.WhenSummary},
		{Code: programme.ShareKept, Then: programme.ShareReleased, When: programme.WhenReviewed},
		{Code: programme.ShareKept, Then: programme.ShareReleased, When: programme.WhenBothIn},
		{Code: programme.ShareCounselor},
		{Code: programme.ShareCounselor, Then: programme.ShareReleased, When: programme.WhenReviewed},
		{Code: programme.ShareCounselor, Then: programme.ShareJoint, When: programme.WhenReviewed},
		{Code: programme.ShareCounselor, Then: programme.ShareJoint, When: programme.WhenSigned},
		{Code: programme.ShareReleased},
		{Code: programme.ShareReleased, When: programme.WhenReviewed},
		{Code: programme.ShareReleased, When: programme.WhenSession},
		{Code: programme.ShareReleased, Then: programme.ShareJoint, When: programme.WhenReviewed},
		{Code: programme.ShareJoint},
	}
}

// sharingValue writes a sharing as the value of a choice: "C_J_signed".
func sharingValue(s programme.Sharing) string {
	var parts []string
	for _, p := range []string{string(s.Code), string(s.Then), string(s.When)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.ReplaceAll(strings.Join(parts, "_"), "-", "_")
}

// readSharing finds the sharing of a value.
func readSharing(text string) (programme.Sharing, bool) {
	for _, s := range sharings() {
		if sharingValue(s) == text {
			return s, true
		}
	}
	return programme.Sharing{}, false
}
