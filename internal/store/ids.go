package store

import (
	"context"
	"sync"

	"sanshe/internal/clock"
	"sanshe/internal/db"
)

// idMaker makes ids of 53 bits: 38 bits of hundredths of a second since 2020
// (until 2107), 5 bits of node and 10 bits of counter. They rise with time, so
// that new rows lie together on disk and “newest first” is the order of ids.
// A burst borrows from the future; it never repeats.
type idMaker struct {
	mu    sync.Mutex
	clock clock.Clock
	node  int64
	last  int64 // tick and counter of the last id, without the node
}

const (
	idEpoch    = 1577836800000 // 2020-01-01 UTC in ms
	nodeBits   = 5
	countBits  = 10
	idCeiling  = 1 << 53
	firstNode  = 1 // 0 is left for ids made by hand in tests
	nodeNumber = 1<<nodeBits - 1
)

// newIDMaker continues after the newest id this node has given out. Every
// change writes an audit entry with an id of its own, so the newest of those
// is a floor.
func newIDMaker(ctx context.Context, d *db.DB, c clock.Clock) (*idMaker, error) {
	m := &idMaker{clock: c, node: firstNode}
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

func (m *idMaker) next() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	tick := (m.clock.Now().UnixMilli() - idEpoch) / 10
	m.last = max(m.last+1, tick<<countBits)
	return m.last>>countBits<<(nodeBits+countBits) | m.node<<countBits | m.last&(1<<countBits-1)
}
