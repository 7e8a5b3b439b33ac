package db

import (
	"context"
	"slices"
	"sync"
)

// Counter counts the statements run under the context it was made with.
type Counter struct {
	mu         sync.Mutex
	statements []string
}

type counterKey struct{}

// Count gives a context under which statements are counted: tests hold pages
// to their budget with it.
func Count(ctx context.Context) (context.Context, *Counter) {
	c := new(Counter)
	return context.WithValue(ctx, counterKey{}, c), c
}

// N gives the number of statements so far.
func (c *Counter) N() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return int64(len(c.statements))
}

// Statements gives the statements so far, in order.
func (c *Counter) Statements() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.statements)
}

func count(ctx context.Context, query string) {
	if c, ok := ctx.Value(counterKey{}).(*Counter); ok {
		c.mu.Lock()
		c.statements = append(c.statements, query)
		c.mu.Unlock()
	}
}
