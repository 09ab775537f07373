package homework

import (
	"time"

	"amends/server/db"
)

// readPerMinute is how many bytes of a stored text are read in a minute: some 200 words of about six letters, with what the
// storing adds. It serves an estimate and nothing else.
const readPerMinute = 1300

// ReadingLoad is what waits with "read before the session", over all couples in care.
type ReadingLoad struct {
	Texts    int   `db:"texts"` // of one person for one step each
	Bytes    int64 `db:"bytes"`
	Soon     int   `db:"soon"` // those of couples whose next session comes within the days asked for
	SoonSize int64 `db:"soon_size"`
}

// Minutes estimates how long all of it takes to read; a minute at least for each text.
func (l ReadingLoad) Minutes() int { return minutesToRead(l.Texts, l.Bytes) }

// SoonMinutes estimates the same for what is due soon.
func (l ReadingLoad) SoonMinutes() int { return minutesToRead(l.Soon, l.SoonSize) }

func minutesToRead(texts int, size int64) int {
	return max(texts, int((size+readPerMinute-1)/readPerMinute))
}

const sqlReadingLoad = `WITH waiting AS (
  SELECT g.assignment_id, g.person_id, sum(octet_length(e.body)) AS size, bool_or(c.next_at < $2) AS soon
  FROM assignee g JOIN assignment a ON a.practice_id = g.practice_id AND a.id = g.assignment_id
  JOIN entry e ON e.practice_id = g.practice_id AND e.assignment_id = g.assignment_id AND e.author_id = g.person_id AND e.state IN ('with_counselor', 'release_asked') AND e.read_at IS NULL
  JOIN couple c ON c.practice_id = g.practice_id AND c.couple_id = g.couple_id
  WHERE g.practice_id = $1 AND g.state = 'submitted' AND g.read_at IS NULL AND a.reading = 'before' AND a.set_aside_at IS NULL
  GROUP BY g.assignment_id, g.person_id)
SELECT count(*) AS texts, coalesce(sum(size), 0)::bigint AS bytes, count(*) FILTER (WHERE soon) AS soon, coalesce(sum(size) FILTER (WHERE soon), 0)::bigint AS soon_size FROM waiting`

// ReadingLoadOf answers how much waits to be read, and how much of it before the sessions up to an instant; for staff.
func ReadingLoadOf(tx *db.Tx, until time.Time) (ReadingLoad, error) {
	var l ReadingLoad
	err := tx.Get(&l, sqlReadingLoad, tx.Scope().Practice(), until)
	return l, err
}
