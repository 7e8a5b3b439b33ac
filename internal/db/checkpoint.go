package db

import (
	"context"
	"database/sql"
	"sync"

	"modernc.org/sqlite"
)

const (
	logPages    = 4000         // pages in the log that call for a checkpoint, about 16 MB: a page that is written often is moved once
	logTooLarge = 4 * logPages // pages that make writers wait for one
)

// checkpointer moves the write-ahead log into the SQLite file beside the
// writer, so that no commit waits for it.
type checkpointer struct {
	pool    *sql.DB
	turn    *sync.Mutex // the writer's
	pages   int         // written since the last call
	due     chan struct{}
	stopped chan struct{}
}

func (c *checkpointer) open(ctx context.Context, path string, turn *sync.Mutex) (err error) {
	c.turn, c.due, c.stopped = turn, make(chan struct{}, 1), make(chan struct{})
	// Writers wait while it waits for those who read.
	if c.pool, err = openFile(fileDSN(path, map[string]string{"_busy_timeout": "100"}), 1); err != nil {
		return err
	}
	if err = c.pool.PingContext(ctx); err != nil {
		c.pool.Close()
		return err
	}
	go c.work()
	return nil
}

// wrote looks at how much the writer has written, and calls for a checkpoint.
func (c *checkpointer) wrote(conn *sql.Conn) {
	_ = conn.Raw(func(inner any) error {
		pages, _, err := inner.(sqlite.DBStatus).Status(sqlite.DBStatusCacheWrite, true)
		c.pages += pages
		return err
	})
	if c.pages < logPages {
		return
	}
	c.pages = 0
	select {
	case c.due <- struct{}{}:
	default:
	}
}

// work checkpoints when due. A checkpoint that failed, say on a full disk,
// loses nothing: the log stays until the next.
func (c *checkpointer) work() {
	defer close(c.stopped)
	tooLarge := logTooLarge
	for range c.due {
		// The log begins anew only once all of it has been moved and nobody reads
		// it, which writers and readers that never rest prevent. Somebody who
		// reads long prevents it whatever is done: then it is left to grow.
		pages, _ := c.checkpoint("PASSIVE")
		if pages <= tooLarge {
			continue
		}
		c.turn.Lock()
		_, done := c.checkpoint("RESTART")
		c.turn.Unlock()
		if tooLarge = logTooLarge; !done {
			tooLarge = 2 * pages
		}
	}
}

// checkpoint gives the number of pages in the log, and whether it did all it should.
func (c *checkpointer) checkpoint(mode string) (pages int, done bool) {
	var busy, moved int
	err := c.pool.QueryRow("PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &pages, &moved)
	return pages, err == nil && busy == 0
}

// close empties the log and stops.
func (c *checkpointer) close() {
	close(c.due)
	<-c.stopped
	c.checkpoint("TRUNCATE")
	c.pool.Close()
}
