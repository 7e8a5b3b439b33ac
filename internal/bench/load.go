package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"

	"sanshe/internal/clock"
)

// conn is a raw keep-alive connection: next to nothing stands between the
// request and the socket.
type conn struct {
	net.Conn
	in *bufio.Reader
}

// dial connects, from another loopback address for each from that is not 0: a
// server that limits what one address may do then sees many.
func dial(addr string, from uint32) (*conn, error) {
	d := net.Dialer{Timeout: 5 * time.Second}
	if from != 0 {
		d.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, byte(from>>16), byte(from>>8), byte(from))}
	}
	c, err := d.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &conn{c, bufio.NewReaderSize(c, 64<<10)}, nil
}

func (c *conn) close() { c.Conn.Close() } // nothing is left to be told

// do sends a request and reads the answer, whose body it gives if keep is set.
func (c *conn) do(request []byte, keep bool) (status int, body []byte, err error) {
	if _, err := c.Write(request); err != nil {
		return 0, nil, err
	}
	length, chunked := -1, false
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, nil, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if first {
			if len(line) < 12 {
				return 0, nil, fmt.Errorf("not HTTP: %q", line)
			}
			status, _ = strconv.Atoi(string(line[9:12]))
			continue
		}
		name, value, _ := bytes.Cut(line, []byte(": "))
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			length, _ = strconv.Atoi(string(value))
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = true
		}
	}
	var into io.Writer = io.Discard
	var kept bytes.Buffer
	if keep {
		into = &kept
	}
	for chunked {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, nil, err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 64)
		if err != nil {
			return 0, nil, err
		}
		if _, err := io.CopyN(into, c.in, n); err != nil {
			return 0, nil, err
		}
		if _, err := c.in.Discard(2); err != nil {
			return 0, nil, err
		}
		chunked = n > 0
	}
	if length > 0 {
		_, err = io.CopyN(into, c.in, int64(length))
	}
	return status, kept.Bytes(), err
}

// caller is one client of a closed loop: it asks again once it has its answer.
type caller struct {
	*rand.Rand
	number int
	asked  int
}

// op is a workload against one server.
type op struct {
	name    string
	clients int
	make    func(c *caller) []byte // the next request
	before  func(c *caller) []byte // sent before each, and not timed
	status  int                    // of the answer; 200 if 0
	holds   string                 // what the answer must contain
	hops    int                    // requests after which a client comes from another address; 0 for never
	rest    time.Duration          // between an answer and the next request
}

// result is what a run of an op gave.
type result struct {
	Rate     float64 // requests a second
	P50, P99 time.Duration
	Most     time.Duration // the slowest
	CPU      time.Duration // of the server, a request; 0 if other work was mixed in
	Foreign  float64       // processors that neither server nor client used
	Disk     int64         // bytes the server had written to the disk, a request
	Bad      int
}

// run drives an op for a while, after a shorter while not counted.
func run(ctx context.Context, s *child, o op, d time.Duration) (result, error) {
	if err := probe(s, o); err != nil {
		return result{}, err
	}
	warm, end := context.WithTimeout(ctx, d/4)
	defer end()
	if _, err := drive(warm, s, o); err != nil {
		return result{}, err
	}
	ctx, end = context.WithTimeout(ctx, d)
	defer end()
	own := cpuOfSelf()
	all, used, disk, began := busy(), cpu(s.pids), written(s.pids), clock.System().Now()
	taken, err := drive(ctx, s, o)
	if err != nil {
		return result{}, err
	}
	wall := clock.System().Now().Sub(began)
	used, own, all = cpu(s.pids)-used, cpuOfSelf()-own, busy()-all
	r := taken.result(wall)
	r.Foreign = max(0, (all-used-own).Seconds()/wall.Seconds())
	if n := len(taken.times); n > 0 && o.before == nil {
		r.CPU, r.Disk = used/time.Duration(n), (written(s.pids)-disk)/int64(n)
	}
	return r, nil
}

// probe sends one request and looks at the whole answer.
func probe(s *child, o op) error {
	c, err := dial(s.addr, uint32(rand.IntN(1<<24-2)+1))
	if err != nil {
		return err
	}
	defer c.close()
	who := &caller{Rand: rand.New(rand.NewPCG(rand.Uint64(), 1))}
	status, body, err := c.do(o.make(who), true)
	if err == nil && (!good(o, status) || !bytes.Contains(body, []byte(o.holds))) {
		err = fmt.Errorf("%s: answered %d without %q: %.300s", o.name, status, o.holds, body)
	}
	return err
}

func good(o op, status int) bool {
	switch o.status {
	case 0:
		return status == 200
	case anyOf:
		return status/100 == 2
	}
	return status == o.status
}

type timings struct {
	times []time.Duration
	bad   int
}

func (t *timings) result(wall time.Duration) result {
	r := result{Rate: float64(len(t.times)) / wall.Seconds(), Bad: t.bad}
	if n := len(t.times); n > 0 {
		slices.Sort(t.times)
		r.P50, r.P99, r.Most = t.times[n/2], t.times[n*99/100], t.times[n-1]
	}
	return r
}

// drive runs the clients of an op until ctx ends and gathers how long each answer took.
func drive(ctx context.Context, s *child, o op) (timings, error) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var all timings
	var failed error
	for i := range o.clients {
		wg.Go(func() {
			t, err := call(ctx, s, o, i)
			mu.Lock()
			defer mu.Unlock()
			all.times, all.bad = append(all.times, t.times...), all.bad+t.bad
			if failed == nil {
				failed = err
			}
		})
	}
	wg.Wait()
	return all, failed
}

// call is the loop of one client.
func call(ctx context.Context, s *child, o op, number int) (t timings, err error) {
	who := &caller{Rand: rand.New(rand.NewPCG(rand.Uint64(), uint64(number))), number: number}
	var c *conn
	defer func() {
		if c != nil {
			c.close()
		}
	}()
	for ctx.Err() == nil {
		if c == nil || o.hops > 0 && who.asked%o.hops == 0 {
			if c != nil {
				c.close()
			}
			from := uint32(0)
			if o.hops > 0 {
				from = uint32(who.IntN(1<<24-2) + 1)
			}
			if c, err = dial(s.addr, from); err != nil {
				return t, err
			}
		}
		if o.before != nil {
			if _, _, err := c.do(o.before(who), false); err != nil {
				return t, err
			}
		}
		request, began := o.make(who), clock.System().Now()
		status, _, err := c.do(request, false)
		if err != nil {
			return t, fmt.Errorf("%s: %w", o.name, err)
		}
		t.times = append(t.times, clock.System().Now().Sub(began))
		if !good(o, status) {
			t.bad++
		}
		who.asked++
		time.Sleep(o.rest)
	}
	return t, nil
}
