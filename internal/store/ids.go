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

const newestID = "SELECT coalesce(max(id), 0) FROM audit"

// newIDMaker takes a node number that no other process has.
func newIDMaker(ctx context.Context, d *db.DB, c clock.Clock) (*idMaker, error) {
	m := &idMaker{db: d, clock: c, holder: rand.Text()}
	err := m.lease(ctx)
	if fault.HasCode(err, fault.CodeFull) { // a full database can still be read
		var newest int64
		err = d.QueryRow(ctx, newestID).Scan(&newest)
		m.begin(0, newest)
	}
	return m, err
}

// lease takes a node number, or keeps the one it has for longer. Whoever lost
// theirs, for a machine's clock leapt ahead and another process took it for
// expired, takes another. Leases run by the machine's own time: the store's
// clock may stand in the past.
func (m *idMaker) lease(ctx context.Context) error {
	now, held := clock.System().Now(), m.held()
	var node, newest int64
	err := m.db.Write(ctx, func(tx *db.Tx) error {
		for n := range int64(nodes + 1) {
			if node = n; n == 0 {
				node = held
			}
			if node == 0 {
				continue
			}
			taken, err := tx.Exec(ctx, `INSERT INTO lease (name, holder, until) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
				WHERE lease.until < ? OR lease.holder = ?`, fmt.Sprintf("node %d", node), m.holder, now.Add(leaseTime).UnixMilli(), now.UnixMilli(), m.holder)
			if err != nil {
				return err
			}
			if taken == 1 {
				return tx.QueryRow(ctx, newestID).Scan(&newest)
			}
		}
		return fault.New(fault.Unavailable, "同时打开这个数据库的程序太多（最多 %d 个），请关掉一些再试", nodes)
	})
	if err == nil && node != held {
		m.begin(node, newest)
	}
	return err
}

func (m *idMaker) held() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.node
}

// begin goes on with a node number after the newest id anybody has given out:
// every change writes an audit entry with an id of its own, so the newest of
// those is a floor. The next id starts a new tick.
func (m *idMaker) begin(node, newest int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.node = node
	if newest > 0 {
		m.last = max(m.last, newest>>(nodeBits+countBits)<<countBits+1<<countBits-1)
	}
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

// FirstID gives an id that no id made since a time is below.
func FirstID(t time.Time) int64 {
	return max(0, (t.UnixMilli()-idEpoch)/10) << (nodeBits + countBits)
}
