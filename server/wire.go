package main

import (
	"time"

	"amends/clients"
	"amends/clients/checkin"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/db"
)

// homeSources tells the partner's home where its rooms' answers come from: package clients composes, and knows neither.
func homeSources(shelf *programme.Shelf) clients.Sources {
	return clients.Sources{
		CheckIn: func(tx *db.Tx, today time.Time) (clients.CheckInDue, error) {
			t, err := checkin.MineToday(tx, today)
			var out clients.CheckInDue
			if d, ok := t.Due(); ok {
				out.Due = string(d)
			}
			if d, ok := t.Sent(); ok {
				out.Sent = string(d)
			}
			return out, err
		},
		Work: func(tx *db.Tx, lang string) ([]clients.WorkItem, error) {
			items, err := homework.MineOpen(tx, shelf)
			out := make([]clients.WorkItem, 0, len(items))
			for _, i := range items {
				out = append(out, clients.WorkItem{Title: i.Title(lang), Minutes: i.Minutes, DueOn: i.Due, UnderWay: i.State == homework.Underway, Href: i.Href()})
			}
			return out, err
		},
		Rooms: roomLines(),
		Kept:  keptLines(),
	}
}
