package safety

import (
	"net/http"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// screenView is the screen as a partner sees it, alone.
type screenView struct {
	Open   bool
	Reader string
	Lede   string
	Ask    []askView
	Words  string // the label of the free words
}

// askView is one question with its replies.
type askView struct {
	Name, Label string
	Options     []web.Option
}

func asksOf(c *web.Context) (asks []askView) {
	for _, q := range Questions() {
		a := askView{Name: "ask_" + q.Key, Label: c.T("safety_ask_" + q.Key)}
		for _, r := range q.Replies {
			a.Options = append(a.Options, web.Option{Value: r, Label: c.T("safety_ask_" + q.Key + "_" + r)})
		}
		asks = append(asks, a)
	}
	return asks
}

// screen asks a partner alone, where the counselor offered it; else it says the same as any day nothing is asked.
func (p Pages) screen(c *web.Context, s tenant.Partner) error {
	return p.showScreen(c, s, http.StatusOK, web.Fill{})
}

func (p Pages) showScreen(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	asked, err := p.asked(c, s)
	if err != nil {
		return err
	}
	v := screenView{Open: asked.Screen != uuid.Nil, Lede: c.T("safety_screen_lede", "Counselor", asked.Counselor),
		Words: c.T("safety_ask_words", "Counselor", asked.Counselor)}
	if v.Open {
		v.Ask = asksOf(c)
		id := "safety_screen_reader"
		if asked.Cover == "" {
			id = "safety_screen_reader_alone"
		}
		v.Reader = c.T(id, "Counselor", asked.Counselor, "Cover", asked.Cover)
	}
	return c.Render(status, web.Page{Name: "safety/screen", Title: c.T("safety_screen_title"), Place: "today", Bare: true, Fill: fill,
		Back: &web.Link{Text: c.T("safety_back_home"), Href: homeOf(c)}, Data: v})
}

func (p Pages) asked(c *web.Context, s tenant.Partner) (Asked, error) {
	var asked Asked
	err := c.View(s, func(tx *db.Tx) error {
		mine, err := couple.GetMine(tx)
		if err != nil {
			return err
		}
		asked.Counselor, asked.Cover = mine.CounselorName(c), mine.CoverName
		if mine.MayWrite(s, c.Today()) {
			asked.Screen, err = MyScreen(tx)
		}
		tx.Audit(audit.SafetyRead, uuid.Nil, s.Couple())
		return err
	})
	return asked, err
}

// answerScreen stores the answers. Whatever they are, skipping everything included, the same page of thanks follows.
func (p Pages) answerScreen(c *web.Context, s tenant.Partner) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	told, err := readTold(f)
	if err == nil {
		err = c.Submit(s, f, "/safety/thanks", func(tx *db.Tx) error {
			mine, err := couple.GetMine(tx)
			if err != nil {
				return err
			}
			if !mine.MayWrite(s, c.Today()) {
				return fault.Stale("safety_screen_closed")
			}
			return TellScreen(tx, told, c.Today())
		})
	}
	if fault.Mendable(err) {
		return p.showScreen(c, s, web.Status(err), f.Fill(err))
	}
	return err
}

// readTold reads the answers; what was skipped, and what is none of the replies, is nothing. "Skip all" leaves everything out.
func readTold(f *web.Form) (Told, error) {
	told := Told{Replies: map[string]string{}}
	if f.Text("skip") == "all" {
		return told, nil
	}
	told.Words = f.Long("words")
	for _, q := range Questions() {
		told.Replies[q.Key] = f.Text("ask_" + q.Key)
	}
	if utf8.RuneCountInString(told.Words) > WordsMost {
		return told, fault.Field("words", "safety_words_long", "Most", WordsMost)
	}
	return told, nil
}
