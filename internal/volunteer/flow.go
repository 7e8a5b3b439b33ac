package volunteer

import "container/heap"

// network is a directed graph in which as much as possible flows at the least
// cost. Edge e and e^1 are each other's way back.
type network struct {
	out  [][]int32 // edges by node
	to   []int32
	left []int32 // what still fits through
	cost []int32
}

func newNetwork(nodes int) *network { return &network{out: make([][]int32, nodes)} }

func (n *network) node() int {
	n.out = append(n.out, nil)
	return len(n.out) - 1
}

// connect lets so much flow from a to b at a cost each, and gives the edge.
func (n *network) connect(a, b int, capacity, cost int32) int {
	e := len(n.to)
	n.to, n.left, n.cost = append(n.to, int32(b), int32(a)), append(n.left, capacity, 0), append(n.cost, cost, -cost)
	n.out[a], n.out[b] = append(n.out[a], int32(e)), append(n.out[b], int32(e+1))
	return e
}

// used reports whether something flows through an edge.
func (n *network) used(e int) bool { return n.left[e^1] > 0 }

// flow sends all that can be sent from source to sink, each time all that goes
// along cheapest ways (primal–dual: potentials by Dijkstra, then a depth-first
// search among the edges that cost nothing more).
func (n *network) flow(source, sink int) {
	potential := make([]int32, len(n.out))
	next := make([]int32, len(n.out))
	on := make([]bool, len(n.out))
	var send func(at, most int32) int32
	send = func(at, most int32) int32 {
		if int(at) == sink {
			return most
		}
		on[at] = true
		sent := int32(0)
		for ; int(next[at]) < len(n.out[at]) && sent < most; next[at]++ {
			e := n.out[at][next[at]]
			to := n.to[e]
			if n.left[e] == 0 || on[to] || n.cost[e]+potential[at]-potential[to] != 0 {
				continue
			}
			if got := send(to, min(most-sent, n.left[e])); got > 0 {
				n.left[e] -= got
				n.left[e^1] += got
				if sent += got; sent == most {
					break
				}
			}
		}
		on[at] = false
		return sent
	}
	for n.reach(source, sink, potential) {
		for {
			clear(next)
			if send(int32(source), 1<<30) == 0 {
				break
			}
		}
	}
}

const far = int32(1) << 30

// reach raises the potentials to the least costs from source, and reports whether
// something can still be sent to sink.
func (n *network) reach(source, sink int, potential []int32) bool {
	dist := make([]int32, len(n.out))
	for i := range dist {
		dist[i] = far
	}
	dist[source] = 0
	for q := (queue{{0, int32(source)}}); len(q) > 0; {
		x := heap.Pop(&q).(entry)
		if x.dist > dist[x.node] {
			continue
		}
		for _, e := range n.out[x.node] {
			to := n.to[e]
			if d := x.dist + n.cost[e] + potential[x.node] - potential[to]; n.left[e] > 0 && d < dist[to] {
				dist[to] = d
				heap.Push(&q, entry{d, to})
			}
		}
	}
	for i, d := range dist {
		potential[i] += min(d, dist[sink])
	}
	return dist[sink] < far
}

// queue gives the nearest node first.
type queue []entry

type entry struct{ dist, node int32 }

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].dist < q[j].dist }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(entry)) }

// Pop implements [heap.Interface].
func (q *queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}
