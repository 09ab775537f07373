package homework

import (
	"slices"

	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Obstacle is what got in the way of a step, as the person chose to say it. The choice is free, blames nobody, is read by the
// counselor, and never reaches the other partner.
type Obstacle string

// The obstacles; none is said where nothing was chosen.
const (
	Tired  Obstacle = "tired"
	NoTime Obstacle = "time"
	Hard   Obstacle = "hard"
	NoFit  Obstacle = "fit"
	Talk   Obstacle = "talk" // rather talked about in the session: it stands on the agenda
	Unsaid Obstacle = "unsaid"
)

// Obstacles lists the choices in the order of the page.
func Obstacles() []Obstacle { return []Obstacle{Tired, NoTime, Hard, NoFit, Talk, Unsaid} }

// Known tells whether o is one of the choices.
func (o Obstacle) Known() bool { return slices.Contains(Obstacles(), o) }

// Hindered tells whether a person in that state may say what got in the way: after "not now" and after declining.
func (s State) Hindered() bool { return s == Later || s == Declined }

const sqlObstacle = `UPDATE assignee SET obstacle = $4, version = version + 1 WHERE practice_id = $1 AND assignment_id = $2 AND person_id = $3`

// SayObstacle records what got in the way of the partner's own step.
func SayObstacle(tx *db.Tx, id uuid.UUID, o Obstacle) error {
	m, err := lockMine(tx, id)
	switch {
	case err != nil:
		return err
	case !m.State.Hindered():
		return fault.Stale("homework_moved_on_mine")
	case !o.Known():
		return fault.Field("obstacle", "homework_obstacle_choose")
	}
	tx.Audit(audit.EntryHindered, id, m.Couple)
	return tx.ExecOne(sqlObstacle, tx.Scope().Practice(), id, tx.Scope().Person(), o)
}

func (p Pages) hindered(c *web.Context, s tenant.Partner) error {
	return p.actOn(c, s, func(tx *db.Tx, id uuid.UUID, f *web.Form) error {
		return SayObstacle(tx, id, Obstacle(f.Text("obstacle")))
	})
}

// OnePress is one question of a partner’s page that is answered with one press; each answer can be changed.
type OnePress struct {
	Title, Said, Reader string
	Action, Name        string
	Options             []web.Option
}

// obstacleOf asks what got in the way, after "not now" and after declining.
func (t task) obstacleOf(c *web.Context) *OnePress {
	if !t.State.Hindered() || t.Over || t.SetAsideAt != nil {
		return nil
	}
	v := &OnePress{Title: c.T("homework_obstacle_title"), Name: "obstacle", Action: WorkPath(t.ID) + "/obstacle",
		Reader: c.T("homework_obstacle_reader", "Counselor", t.circle.counselor(c))}
	if t.Obstacle != "" {
		v.Said = c.T("homework_obstacle_said", "Words", c.T("homework_obstacle_"+string(t.Obstacle)))
	}
	for _, o := range Obstacles() {
		if o != t.Obstacle {
			v.Options = append(v.Options, web.Option{Value: string(o), Label: c.T("homework_obstacle_" + string(o))})
		}
	}
	return v
}
