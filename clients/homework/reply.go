package homework

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

// Reply is what may become of a released item: its reader answers it, once the counselor opens that.
type Reply struct {
	Assignment *uuid.UUID // given already; nil when not
	May        bool       // the item can be answered at all
	giving     Giving
}

const sqlReplyTo = `SELECT id FROM assignment WHERE practice_id = $1 AND couple_id = $2 AND answers_id = $3 ORDER BY given_at DESC LIMIT 1`

// ReplyTo tells whether a released entry can be answered by its reader, and whether that was opened already. A statement is
// answered by an acknowledgement; other forms by the questions they keep for the other's reply. For staff.
func ReplyTo(tx *db.Tx, shelf *programme.Shelf, entry, copy uuid.UUID, reader tenant.PersonID) (Reply, error) {
	var r pieceRow
	if err := tx.Get(&r, sqlPiece, tx.Scope().Practice(), entry); err != nil {
		return Reply{}, err
	}
	var out Reply
	var given uuid.UUID
	found, err := tx.Find(&given, sqlReplyTo, tx.Scope().Practice(), r.Couple, copy)
	if err != nil {
		return out, err
	}
	if found {
		out.Assignment = &given
	}
	roles, err := couple.Roles(tx, r.Couple)
	if err != nil {
		return out, err
	}
	version, err := shelf.Version(tx, r.VersionID)
	if err != nil {
		return out, err
	}
	unit, role := replyUnit(version.Lib, r, programme.Role(roles[reader]))
	out.May = len(unit.Parts) > 0 && role != ""
	out.giving = Giving{Couple: r.Couple, Version: r.VersionID, Unit: unit, People: map[tenant.PersonID]programme.Role{reader: role}, Reading: ReadBefore, AnswersTo: &copy}
	if unit.Code == "" {
		out.giving.Unit.Code = r.Code // the row it hangs on, for the lists
	}
	return out, nil
}

// replyUnit is what the reader is given: the acknowledgement of a statement, or the part's own questions for a reply.
func replyUnit(lib *programme.Library, r pieceRow, role programme.Role) (Unit, programme.Role) {
	unit, ok := UnitOf(lib, r.Code, r.Step)
	if !ok || r.AnswersTo != nil { // an answer is not answered again
		return Unit{}, role
	}
	v, ok := lib.View(unit.Code, unit.Step, r.Part, r.Role, programme.English)
	if ok && v.Kind == programme.IMP {
		unit, _ = unplaced(lib, programme.Acknowledgement)
		return unit, role
	}
	for _, p := range replies(lib, unit, role) {
		if p.Part.Key == r.Part {
			return unit, role
		}
	}
	return Unit{}, role
}

// AskReply opens the answer to a released item: its reader is given the page for it.
func AskReply(tx *db.Tx, reply Reply, today time.Time) (uuid.UUID, error) {
	switch {
	case !reply.May:
		return uuid.Nil, fault.Stale("homework_no_reply")
	case reply.Assignment != nil:
		return uuid.Nil, fault.Stale("homework_reply_there")
	}
	reply.giving.From = today
	return Assign(tx, reply.giving)
}
