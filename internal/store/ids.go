package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
)

// idMaker makes ids of 53 bits: 38 bits of hundredths of a second since 2020
// (until 2107), 5 bits of node and 10 bits of counter. They rise with time, so
// that new rows lie together on disk and “newest first” is the order of ids.
// A burst borrows from the future; it never repeats.
type idMaker struct {
	db     *db.DB
	mu     sync.Mutex
	clock  clock.Clock
	node   int64
	holder string
	last   int64 // tick and counter of the last id, without the node
}

const (
	idEpoch   = 1577836800000 // 2020-01-01 UTC in ms
	nodeBits  = 5
	countBits = 10
	nodes     = 1<<nodeBits - 1 // 0 is left for ids made by hand in tests
	leaseTime = 6 * time.Hour
)

// newIDMaker takes a node number that no other process has, and continues after
// the newest id anybody has given out: every change writes an audit entry with
// an id of its own, so the newest of those is a floor.
func newIDMaker(ctx context.Context, d *db.DB, c clock.Clock) (*idMaker, error) {
	m := &idMaker{db: d, clock: c, holder: rand.Text()}
	if err := m.lease(ctx); err != nil && !fault.HasCode(err, fault.CodeFull) { // a full database can still be read
		return nil, err
	}
	var newest int64
	if err := d.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM audit").Scan(&newest); err != nil {
		return nil, err
	}
	m.last = newest >> (nodeBits + countBits) << countBits
	if newest > 0 {
		m.last += 1<<countBits - 1 // the next id starts a new tick
	}
	return m, nil
}

// lease takes a node number, or keeps the one it has for longer. Leases run by
// the machine's own time: the store's clock may stand in the past.
func (m *idMaker) lease(ctx context.Context) error {
	now := clock.System().Now()
	return m.db.Write(ctx, func(tx *db.Tx) error {
		for n := int64(1); n <= nodes; n++ {
			if m.node != 0 && n != m.node {
				continue
			}
			taken, err := tx.Exec(ctx, `INSERT INTO lease (name, holder, until) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
				WHERE lease.until < ? OR lease.holder = ?`, fmt.Sprintf("node %d", n), m.holder, now.Add(leaseTime).UnixMilli(), now.UnixMilli(), m.holder)
			if err != nil {
				return err
			}
			if taken == 1 {
				m.node = n
				return nil
			}
		}
		return fault.New(fault.Unavailable, "同时打开这个数据库的程序太多（最多 %d 个），请关掉一些再试", nodes)
	})
}

// release gives the node number back.
func (m *idMaker) release(ctx context.Context) error {
	return m.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM lease WHERE holder = ?", m.holder)
		return err
	})
}

func (m *idMaker) next() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	tick := (m.clock.Now().UnixMilli() - idEpoch) / 10
	m.last = max(m.last+1, tick<<countBits)
	return m.last>>countBits<<(nodeBits+countBits) | m.node<<countBits | m.last&(1<<countBits-1)
}
