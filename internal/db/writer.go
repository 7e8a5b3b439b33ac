package db

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

const (
	queueSize = 4096
	batchSize = 128
	patience  = 5 * time.Second // how long a write waits for its turn
)

// writer is the one writer of an SQLite file. It commits what many callers
// want as one transaction: one sync to the disk serves them all. Bulk work waits
// in a lane of its own, and goes by turns with what people wait for.
type writer struct {
	queue   chan *job
	bulk    chan *job
	conn    *sql.Conn
	stopped chan struct{}

	log     checkpointer
	turn    sync.Mutex // held while a transaction is open
	numbers numbers    // of the transaction that is open
}

// numbers gives the sequence numbers of one transaction. While it is open nobody
// else can take any, so that the last is read once and written once.
type numbers struct{ last int64 }

// take gives the next number.
func (n *numbers) take(tx *Tx) (int64, error) {
	if n.last == 0 {
		if err := tx.QueryRow(context.Background(), "SELECT value FROM meta WHERE name = 'seq'").Scan(&n.last); err != nil {
			return 0, err
		}
	}
	n.last++
	return n.last, nil
}

type bulkKey struct{}

// Bulk gives a context whose writes are bulk work, such as an import's slices:
// each is committed by itself, and the next waits until all that people are
// waiting for has had its turn.
func Bulk(ctx context.Context) context.Context { return context.WithValue(ctx, bulkKey{}, true) }

// job is one caller's write. Its function runs on the caller's goroutine, when
// the writer gives it the turn, so that whatever ends that goroutine does not
// end the writer.
type job struct {
	state atomic.Int32
	turn  chan *Tx
	ran   chan error
	done  chan error
}

const (
	waiting int32 = iota
	started
	abandoned
)

func newWriter(ctx context.Context, d *DB) (*writer, error) {
	w := &writer{queue: make(chan *job, queueSize), bulk: make(chan *job, queueSize), stopped: make(chan struct{})}
	var err error
	if w.conn, err = d.write.Conn(ctx); err != nil {
		return nil, err
	}
	// Rows an index is sampled by, see Optimize; and what pages were before a
	// statement of many rows stays in memory, where a file took a tenth of an import.
	// What another program does is waited for by begin.
	if err := w.exec("PRAGMA analysis_limit=400; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=0"); err != nil {
		w.conn.Close()
		return nil, err
	}
	if err := w.log.open(ctx, d.path, &w.turn); err != nil {
		w.conn.Close()
		return nil, err
	}
	go w.work()
	return w, nil
}

// close ends the writer; nobody may be writing.
func (w *writer) close() {
	close(w.queue)
	<-w.stopped
	w.conn.Close()
	w.log.close()
}

// write has fn run in its turn.
func (w *writer) write(ctx context.Context, fn func(*Tx) error) error {
	j := &job{turn: make(chan *Tx), ran: make(chan error), done: make(chan error, 1)}
	lane := w.queue
	if ctx.Value(bulkKey{}) != nil {
		lane = w.bulk
	}
	select {
	case lane <- j:
	default:
		return errBusy(errors.New("db: the writer's queue is full"))
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	late, gone := timer.C, ctx.Done()
	for {
		select {
		case tx := <-j.turn:
			j.run(tx, fn)
		case err := <-j.done:
			return err
		case <-late:
			if j.abandon() {
				return errBusy(errors.New("db: the writer's turn did not come"))
			}
			late = nil
		case <-gone:
			if j.abandon() {
				return ctx.Err()
			}
			gone = nil // begun: wait for the truth
		}
	}
}

func (j *job) run(tx *Tx, fn func(*Tx) error) {
	err := errExit // which stays if fn ends the goroutine, as t.Fatal does
	defer func() { j.ran <- err }()
	err = tx.run(fn)
}

func (j *job) abandon() bool { return j.state.CompareAndSwap(waiting, abandoned) }

// start reports whether the job is still wanted. It may be started again.
func (j *job) start() bool {
	return j.state.Load() == started || j.state.CompareAndSwap(waiting, started)
}

func (w *writer) work() {
	defer close(w.stopped)
	bulk := false // whether the last turn was
	for {
		batch, isBulk := w.next(!bulk)
		if len(batch) == 0 {
			return
		}
		bulk = isBulk
		w.turn.Lock()
		w.commit(batch)
		w.turn.Unlock()
		w.log.wrote(w.conn)
		if isBulk {
			time.Sleep(2 * asksAgain) // so that another program that asks may begin
		}
	}
}

// next waits for the jobs of one transaction: one of bulk work, if it is its turn
// or nothing else waits, or all that others wait for. It gives none at the end.
func (w *writer) next(bulk bool) (batch []*job, isBulk bool) {
	if bulk || len(w.queue) == 0 {
		select {
		case j := <-w.bulk:
			return []*job{j}, true
		default:
		}
	}
	if len(w.queue) == 0 {
		select {
		case j, ok := <-w.queue:
			if !ok {
				return nil, false
			}
			batch = append(batch, j)
		case j := <-w.bulk:
			return []*job{j}, true
		}
	}
	for len(batch) < batchSize && len(w.queue) > 0 { // nobody else takes from it
		batch = append(batch, <-w.queue)
	}
	return batch, false
}

// exec runs a statement under no context: one that ended in the middle would
// make SQLite roll back everybody's work.
func (w *writer) exec(statement string) error {
	_, err := w.conn.ExecContext(context.Background(), statement)
	return err
}

// commit runs the jobs in one transaction and tells each how it ended. Jobs that
// go well need no savepoints, of which each makes FTS5 write out its words apart;
// if one fails that has written, the others are done again, each in a savepoint.
func (w *writer) commit(batch []*job) {
	if err := w.begin(); err != nil {
		tell(batch, mapError(err))
		return
	}
	var good []*job
	for i, j := range batch {
		if !j.start() {
			continue
		}
		tx, err := w.run(j)
		if err == nil {
			good = append(good, j)
			continue
		}
		j.done <- err
		if tx.wrote || tx.failed != nil { // a failed statement may have ended the transaction itself
			_ = w.exec("ROLLBACK")
			w.apart(append(good, batch[i+1:]...))
			return
		}
	}
	w.end(good)
}

// run gives a job its turn.
func (w *writer) run(j *job) (*Tx, error) {
	tx := &Tx{session: session{on: w.conn, engine: SQLite, through: true}, numbers: &w.numbers}
	j.turn <- tx
	return tx, <-j.ran
}

// asksAgain is how soon a writer asks again for what another program has. SQLite
// itself asks ever more seldom, ten times a second in the end, and would come in
// between the slices of another program's import only by luck.
const asksAgain = time.Millisecond

func (w *writer) begin() (err error) {
	w.numbers = numbers{}
	for waited := time.Duration(0); waited < 2*patience; waited += asksAgain {
		if err = w.exec("BEGIN IMMEDIATE"); !isBusy(err) {
			return err
		}
		time.Sleep(asksAgain)
	}
	return err
}

// end commits what the jobs did.
func (w *writer) end(good []*job) {
	var err error
	if n := w.numbers.last; n > 0 {
		_, err = w.conn.ExecContext(context.Background(), "UPDATE meta SET value = ? WHERE name = 'seq' AND value < ?", n, n)
	}
	if err == nil {
		err = w.exec("COMMIT")
	}
	if err != nil {
		_ = w.exec("ROLLBACK")
		if len(good) > 1 && isConstraint(err) { // a deferred check of one of them
			w.singly(good)
			return
		}
	}
	tell(good, mapError(err))
}

// apart runs the jobs in one transaction, each in a savepoint of its own.
func (w *writer) apart(batch []*job) {
	if len(batch) == 0 {
		return
	}
	if err := w.begin(); err != nil {
		tell(batch, mapError(err))
		return
	}
	var good []*job
	for i, j := range batch {
		if !j.start() {
			continue
		}
		err, intact := w.savepoint(j)
		if err != nil {
			j.done <- err
		} else {
			good = append(good, j)
		}
		if !intact {
			_ = w.exec("ROLLBACK")
			w.singly(good)
			w.singly(batch[i+1:])
			return
		}
	}
	w.end(good)
}

// singly runs each job in a transaction of its own.
func (w *writer) singly(jobs []*job) {
	for _, j := range jobs {
		w.commit([]*job{j})
	}
}

// savepoint runs a job in a savepoint, which is rolled back if the job fails.
// A failure such as a full disk may have rolled back the transaction itself;
// then the savepoint is gone with it, and the transaction is not intact.
func (w *writer) savepoint(j *job) (err error, intact bool) {
	if err := w.exec("SAVEPOINT job"); err != nil {
		return mapError(err), false
	}
	if _, err = w.run(j); err == nil {
		if err = w.exec("RELEASE job"); err == nil {
			return nil, true
		}
		err = mapError(err)
	}
	return err, w.exec("ROLLBACK TO job") == nil && w.exec("RELEASE job") == nil
}

// tell answers the jobs; those given up are beyond hearing.
func tell(jobs []*job, err error) {
	for _, j := range jobs {
		j.done <- err
	}
}

func isConstraint(err error) bool { return hasCode(err, lib.SQLITE_CONSTRAINT) }

func isBusy(err error) bool { return hasCode(err, lib.SQLITE_BUSY) }

func hasCode(err error, code int) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == code
}
