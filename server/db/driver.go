package db

import (
	"container/list"
	"context"
	"database/sql/driver"
	"net"
	"sync/atomic"
	"time"

	"github.com/lib/pq"
)

// statementsKept bounds the prepared statements of one connection; the one unused longest goes.
const statementsKept = 400

// connector opens connections that keep their prepared statements, count what they send, and give up on a server that
// no longer answers. lib/pq parses an unprepared statement anew each time, at two more round trips.
type connector struct{ cfg pq.Config }

func (c *connector) Driver() driver.Driver { return &pq.Driver{} }

// Connect opens one connection.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	inner, err := pq.NewConnectorConfig(c.cfg)
	if err != nil {
		return nil, err
	}
	d := &dialer{}
	inner.Dialer(d)
	raw, err := inner.Connect(ctx)
	if err != nil {
		return nil, err
	}
	cn := &conn{pqConn: raw.(pqConn), line: d.first, kept: map[string]*list.Element{}, order: list.New()}
	cn.line.patience.Store(int64(answerWithin))
	return cn, nil
}

// pqConn is what lib/pq's connection can do, all of it forwarded.
type pqConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type conn struct {
	pqConn
	line  *line
	kept  map[string]*list.Element // by text, of *prepared
	order *list.List               // used last first
}

type prepared struct {
	text string
	stmt pqStmt
}

type pqStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// QueryContext runs a statement with arguments as a prepared one, which stays prepared.
func (c *conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	counted(ctx, text, args...)
	if len(args) == 0 {
		return c.pqConn.QueryContext(ctx, text, args)
	}
	st, err := c.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(ctx, args)
	c.dropStale(text, err)
	return rows, err
}

// ExecContext is like QueryContext, without rows.
func (c *conn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	counted(ctx, text, args...)
	if len(args) == 0 {
		return c.pqConn.ExecContext(ctx, text, args)
	}
	st, err := c.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	res, err := st.ExecContext(ctx, args)
	c.dropStale(text, err)
	return res, err
}

func (c *conn) prepared(ctx context.Context, text string) (pqStmt, error) {
	if at, ok := c.kept[text]; ok {
		c.order.MoveToFront(at)
		return at.Value.(*prepared).stmt, nil
	}
	st, err := c.pqConn.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	countOf(ctx).prepare()
	c.kept[text] = c.order.PushFront(&prepared{text, st.(pqStmt)})
	if c.order.Len() > statementsKept {
		if err := c.drop(c.order.Back()); err != nil {
			return nil, err
		}
	}
	return st.(pqStmt), nil
}

func (c *conn) drop(at *list.Element) error {
	p := c.order.Remove(at).(*prepared)
	delete(c.kept, p.text)
	return p.stmt.Close()
}

// dropStale forgets a statement that a migration or a DISCARD made useless, so that the next try prepares it anew.
func (c *conn) dropStale(text string, err error) {
	if code := codeOf(err); code != "0A000" && code != "26000" {
		return
	}
	if at, ok := c.kept[text]; ok {
		// Closing may fail with the statement itself; it is gone either way.
		_ = c.drop(at)
	}
}

// BeginTx counts BEGIN, and COMMIT or ROLLBACK when it comes.
func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	counted(ctx, "BEGIN")
	tx, err := c.pqConn.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	if isLong(ctx) {
		c.line.patience.Store(int64(longWithin + answerWithin))
	}
	return &countedTx{tx, c, ctx}, nil
}

type countedTx struct {
	driver.Tx
	conn *conn
	ctx  context.Context
}

func (t *countedTx) Commit() error {
	counted(t.ctx, "COMMIT")
	defer t.conn.line.patience.Store(int64(answerWithin))
	return t.Tx.Commit()
}

func (t *countedTx) Rollback() error {
	counted(t.ctx, "ROLLBACK")
	defer t.conn.line.patience.Store(int64(answerWithin))
	return t.Tx.Rollback()
}

// line is a network connection that waits for an answer only so long. The server's own time-outs cannot help when the
// network swallows what it says.
type line struct {
	net.Conn
	patience atomic.Int64 // nanoseconds; 0 while connecting, which has its own limit
}

func (l *line) Read(b []byte) (int, error) {
	if p := l.patience.Load(); p > 0 {
		if err := l.SetReadDeadline(time.Now().Add(time.Duration(p))); err != nil {
			return 0, err
		}
	}
	return l.Conn.Read(b)
}

// dialer remembers the line of its connection; lib/pq dials again, apart, to cancel a statement.
type dialer struct {
	d     net.Dialer
	first *line
}

func (d *dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

func (d *dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := d.d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l := &line{Conn: c}
	if d.first == nil || d.first.patience.Load() == 0 { // several hosts are tried in turn; the last is the one in use
		d.first = l
	}
	return l, nil
}
