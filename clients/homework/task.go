package homework

import (
	"github.com/google/uuid"

	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// task is a partner's own assignment with all its pages.
type task struct {
	Mine
	copy      *programme.Copy
	unit      Unit
	parts     []programme.Placed // of the go that is written now
	questions []Question
	n         int     // the go that is written now
	all       []Entry // every go
	entries   map[programme.PartKey]Entry
	circle    circle
	felt      Felt // what the partner said of it, where it is done by two
}

// load reads the partner's own assignment in one transaction.
func (p Pages) load(c *web.Context, s tenant.Partner) (task, error) {
	var t task
	id, err := c.ID("assignment")
	if err != nil {
		return t, err
	}
	err = c.View(s, func(tx *db.Tx) error {
		t, err = p.taskOf(tx, id, c)
		tx.Audit(audit.PortalRead, id, s.Couple())
		return err
	})
	return t, err
}

func (p Pages) taskOf(tx *db.Tx, id uuid.UUID, c *web.Context) (task, error) {
	m, err := GetMine(tx, id)
	if err != nil {
		return task{}, err
	}
	t := task{Mine: m}
	if t.copy, err = p.shelf.Version(tx, m.VersionID); err != nil {
		return t, err
	}
	var ok bool
	if t.unit, ok = UnitOf(t.copy.Lib, m.Code, m.Step); !ok {
		return t, fault.Absent()
	}
	if t.all, err = Entries(tx, m.Couple, id, tx.Scope().Person()); err != nil {
		return t, err
	}
	last, drafted := 0, 0
	for _, e := range t.all {
		if e.Part == summaryPart {
			continue
		}
		last = max(last, e.Go)
		if e.State == Draft {
			drafted = max(drafted, e.Go)
		}
	}
	t.n = m.goOf(last, drafted)
	t.entries = map[programme.PartKey]Entry{}
	for _, e := range t.all {
		if e.Go == t.n {
			t.entries[e.Part] = e
		}
	}
	t.parts, _ = m.parts(t.copy.Lib, t.n)
	t.questions = questionsOf(t.copy.Lib, t.unit, t.parts, m.Role, c.Lang(), m.turn())
	if t.together() && m.State.Done() {
		if t.felt, err = MyFelt(tx, id); err != nil {
			return t, err
		}
	}
	t.circle, err = circleOfMine(tx, c.Today())
	return t, err
}

// parts are those of one go, in the wording of the partner's role: from the second go on only what comes round, and all of what is
// done once and was opened again.
func (m Mine) parts(lib *programme.Library, n int) ([]programme.Placed, bool) {
	unit, ok := UnitOf(lib, m.Code, m.Step)
	if !ok {
		return nil, false
	}
	parts := unit.For(m.Role)
	if m.turn() == programme.TurnReply {
		parts = replies(lib, unit, m.Role)
	}
	if n > 1 && m.Repeats != 0 {
		parts = again(parts)
	}
	return parts, true
}

// turn is whose turn the assignment asks for: an answer to what was released is a reply.
func (m Mine) turn() programme.Turn {
	if m.AnswersTo != nil && m.Step != programme.Acknowledgement {
		return programme.TurnReply
	}
	return programme.TurnOwn
}

// begun tells whether something of the go that is written now was saved.
func (t task) begun() bool {
	for _, e := range t.entries {
		if e.State == Draft {
			return true
		}
	}
	return false
}

// answer is what stands for a question now.
func (t task) answer(q Question) string { return t.entries[q.Part].Answers[q.Key] }

// read tells whether the page of a question was passed: answered, or for a reading, gone on from.
func (t task) passed(q Question) bool {
	e, ok := t.entries[q.Part]
	if q.Key == "" || q.Prompt == nil {
		return ok
	}
	return e.Answers[q.Key] != ""
}

// path is the address of a question's page; past the last one, of the review.
func (t task) path(i int) string {
	if i < 0 || i >= len(t.questions) {
		return WorkPath(t.ID) + "/review"
	}
	return WorkPath(t.ID) + "/" + string(t.questions[i].Part) + "/" + itoa(t.questions[i].N)
}

// resume is where the partner goes on: the first page not passed.
func (t task) resume() string {
	for i, q := range t.questions {
		if !t.passed(q) {
			return t.path(i)
		}
	}
	return t.path(len(t.questions))
}

// title is what the partner's page is called.
func (t task) title(lang string) string {
	if len(t.questions) > 0 {
		if v := t.questions[0].View; v.Title != "" {
			return v.Title
		}
	}
	return t.Title(lang)
}

// roomsOnly tells whether all of it is done in rooms of their own.
func (t task) roomsOnly() bool {
	for _, q := range t.questions {
		if q.View.Room() == "" {
			return false
		}
	}
	return true
}

func (t task) court() bool {
	for _, q := range t.questions {
		if q.View.Court {
			return true
		}
	}
	return false
}

func (t task) help() bool {
	for _, q := range t.questions {
		if q.View.Help {
			return true
		}
	}
	return false
}

// sharings are those of the parts that are sent.
func (t task) sharings() []programme.Sharing {
	var out []programme.Sharing
	for _, p := range t.parts {
		if p.Part.Room() == "" {
			out = append(out, p.Part.Sharing)
		}
	}
	return out
}

// keptOnly tells whether nothing of it goes to the counselor.
func (t task) keptOnly() bool {
	for _, s := range t.sharings() {
		if SentAs(s) != Kept {
			return false
		}
	}
	return true
}
