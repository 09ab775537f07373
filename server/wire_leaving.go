package main

import (
	"time"

	"amends/clients"
	"amends/clients/checkin"
	"amends/clients/couple"
	"amends/clients/promise"
	"amends/server/db"
	"amends/sessions"
)

// keptLines are the ways to what stays to read, on the home of a partner who has left or whose care has ended. What asks, or stands for
// the next weeks alone, has no line.
func keptLines() []func(tx *db.Tx, today time.Time) (clients.RoomLine, error) {
	return []func(tx *db.Tx, today time.Time) (clients.RoomLine, error){receivedList, sentLine, questions, agreements, decisions, boundaries}
}

// receivedList leads to what was passed on, whether or not it was looked at.
func receivedList(*db.Tx, time.Time) (clients.RoomLine, error) {
	return clients.RoomLine{Title: "release_received_title", Href: "/received"}, nil
}

// leavingRooms are what the rooms above the couple know and do when a partner leaves, care ends, or is taken up again.
func leavingRooms() couple.Rooms {
	return couple.Rooms{Parted: promise.Part, Resumed: checkin.EndAll, Waiting: sessions.Waiting}
}
