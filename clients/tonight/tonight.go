// Package tonight is the room of one sheet for the first crisis: sleep, a talk with an end, contact at work, children, health,
// and whom to ring. Partners read it on their phone or on paper, the counselor prints it and chooses its parts.
//
// Everybody of a couple enters, and staff with care. No gate and no hold may ever block it; it holds nothing that anybody wrote,
// and both partners read the same.
package tonight

import (
	"slices"
	"time"
)

// Part is one part of the sheet. Whom to ring always stands on it and is no part to choose.
type Part string

// The parts.
const (
	Sleep    Part = "sleep"
	Talk     Part = "talk"
	Work     Part = "work"
	Children Part = "children"
	Health   Part = "health"
)

// Parts lists them in the order of the sheet.
func Parts() []Part { return []Part{Sleep, Talk, Work, Children, Health} }

// Known tells whether p is one of them.
func (p Part) Known() bool { return slices.Contains(Parts(), p) }

// freshDays is how long the sheet is offered on a partner's Today, from the first day of care.
const freshDays = 28

// Sheet is what stands on the sheet of one couple.
type Sheet struct {
	Parts    []Part    // in order
	CareFrom time.Time // first day in care
}

// Fresh tells whether a couple has been in care for less than four weeks on a date.
func (s Sheet) Fresh(today time.Time) bool { return today.Before(s.CareFrom.AddDate(0, 0, freshDays)) }
