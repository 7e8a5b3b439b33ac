package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// peer is another program holding the same needs, started by whoever measures:
// peers/gin or peers/pocketbase. Its sources say how it is set up.
type peer struct {
	name string
	child
	ops []op
}

// peerNames are how the peers that may be named are shown.
var peerNames = [][2]string{{"pocketbase", "PocketBase"}, {"gin-sqlite", "gin+gorm SQLite"}, {"gin-pg", "gin+gorm PostgreSQL"}}

// parsePeer reads NAME=HOST:PORT,PID[,PID]: the address of a peer and its processes,
// those of its database included.
func parsePeer(text string) (p peer, err error) {
	name, rest, _ := strings.Cut(text, "=")
	f := strings.Split(rest, ",")
	p.name, p.addr = name, f[0]
	for _, x := range f[1:] {
		pid, err := strconv.Atoi(x)
		if err != nil {
			return p, err
		}
		p.pids = append(p.pids, pid)
	}
	for _, known := range peerNames {
		if name == known[0] && len(p.pids) > 0 {
			return p, nil
		}
	}
	return p, fmt.Errorf("-peer %s: want NAME=HOST:PORT,PID with a NAME of %v", text, peerNames)
}

// open signs in and makes the peer's workloads.
func (p *peer) open(a *asker) error {
	if p.name == "pocketbase" {
		token, err := p.login("/api/collections/users/auth-with-password", `{"identity":"official@example.com","password":"official12345"}`)
		p.ops = a.pocketbaseOps(token)
		return err
	}
	token, err := p.login("/login", "{}")
	p.ops = a.ginOps(token)
	return err
}

func (p *peer) login(path, body string) (string, error) {
	c, err := dial(p.addr, 0)
	if err != nil {
		return "", err
	}
	defer c.close()
	_, raw, err := c.do(post(path, "", "application/json", []byte(body)), true)
	var in struct{ Token string }
	if err := errors.Join(err, json.Unmarshal(raw, &in)); err != nil || in.Token == "" {
		return "", fmt.Errorf("%s: signing in: %s %w", p.name, raw, err)
	}
	return "Authorization: Bearer " + in.Token + "\r\n", nil
}

func peerID(k int) string { return fmt.Sprintf("%015d", k) }

// writeRows writes the needs as a peer's table takes them: id, community_code,
// title, detail, category, channel, status, phone, created_at, updated_at.
func writeRows(to io.Writer, g *generator) error {
	w := csv.NewWriter(to)
	for k := range g.n {
		x := limitOf(g.row(k))
		if err := w.Write([]string{peerID(k), x.Place, x.Title, x.Detail, x.Category, x.Source, x.State, x.Phone, x.Created, x.Changed}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// need makes the body both peers take of some need.
func (a *asker) need(c *caller) []byte {
	r := a.any(c.Rand)
	body, err := json.Marshal(map[string]any{"community_code": r.Place, "title": r.Title, "detail": r.Detail, "category": r.Category, "channel": r.Source, "status": states[0], "phone": r.Phone})
	if err != nil {
		panic(err) // a map of strings
	}
	return body
}

// peerOps gives the workloads of a peer that answers at these paths.
func (a *asker) peerOps(head, needs, list, deep, find, stats string) []op {
	submit := func(c *caller) []byte { return post(needs, head, "application/json", a.need(c)) }
	page := func(c *caller) []byte { x := a.any(c.Rand); return get(fmt.Sprintf(list, x.Place, x.State), head) }
	read := func(c *caller) []byte { return get(needs+"/"+peerID(c.IntN(a.n)), head) }
	look := func(word string) func(*caller) []byte {
		return still(get(fmt.Sprintf(find, url.QueryEscape(word)), head))
	}
	return []op{
		{name: "submit", clients: 64, make: submit, holds: `"id":`},
		{name: "list", clients: 16, make: page, holds: `"id":`},
		{name: "middle", clients: 16, make: still(get(deep, head)), holds: `{`},
		{name: "common", clients: 1, make: look(commonWord), holds: commonWord},
		{name: "rare", clients: 1, make: look(rareWord), holds: rareWord},
		{name: "read", clients: 16, make: read, holds: `"id":`},
		{name: "counters", clients: 1, make: still(get(stats, head)), holds: `{`},
		{name: "page", clients: 64, make: still(get("/portal", "")), holds: "</table>"},
		{name: "mix", clients: 64, make: mix(page, read, submit), holds: "{"},
	}
}

func (a *asker) ginOps(head string) []op {
	const list = "/api/needs?pageSize=50&page="
	return a.peerOps(head, "/api/needs", list+"1&community_code=%s&status=%s", list+"2001&status=closed", list+"1&title=%s", "/api/stats")
}

func (a *asker) pocketbaseOps(head string) []op {
	const needs = "/api/collections/needs/records"
	const list = needs + "?perPage=50&sort=-created_at&page="
	return a.peerOps(head, needs, list+"1&filter=(community_code='%s'%%26%%26status='%s')", list+"2001&filter=(status='closed')", list+"1&skipTotal=1&filter=(title~'%s')",
		"/api/collections/need_stats/records?page=1&perPage=1000&skipTotal=1&sort=-n")
}
