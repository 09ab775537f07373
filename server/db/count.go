package db

import (
	"context"
	"database/sql/driver"
	"slices"
	"sync"
)

type (
	countKey   struct{}
	requestKey struct{}
	longKey    struct{}
)

// Count is what was sent to the database for one context: every statement is one round trip, BEGIN and COMMIT too.
type Count struct {
	mu       sync.Mutex
	texts    []string
	args     [][]any
	prepares int
}

// WithCount starts counting for ctx and whatever is made from it.
func WithCount(ctx context.Context) (context.Context, *Count) {
	c := &Count{}
	return context.WithValue(ctx, countKey{}, c), c
}

// N is how many statements were sent.
func (c *Count) N() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.texts)
}

// Texts are the statements in order.
func (c *Count) Texts() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.texts)
}

// Args are what went with each statement of Texts, so that a benchmark can send the same again.
func (c *Count) Args() [][]any {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.args)
}

// Prepares is how many of them had to be prepared first, at one more round trip; none on a warm connection.
func (c *Count) Prepares() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.prepares
}

func (c *Count) add(text string, args []driver.NamedValue) {
	if c != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		values := make([]any, len(args))
		for i, a := range args {
			values[i] = a.Value
		}
		c.texts, c.args = append(c.texts, text), append(c.args, values)
	}
}

func (c *Count) prepare() {
	if c != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.prepares++
	}
}

func countOf(ctx context.Context) *Count {
	c, _ := ctx.Value(countKey{}).(*Count)
	return c
}

func counted(ctx context.Context, text string, args ...driver.NamedValue) {
	countOf(ctx).add(text, args)
}

// WithRequestID names the request in the audit trail and the log; a command gives the operating-system user's name.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestID is the name WithRequestID gave, or empty.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// Long lets the statements of transactions in this context run for ten minutes instead of five seconds: imports and
// checks of everything, never a page.
func Long(ctx context.Context) context.Context { return context.WithValue(ctx, longKey{}, true) }

func isLong(ctx context.Context) bool {
	long, _ := ctx.Value(longKey{}).(bool)
	return long
}
