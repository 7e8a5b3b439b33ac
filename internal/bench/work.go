package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"time"

	"sanshe/internal/clock"
)

// asker makes the requests of both servers.
type asker struct {
	*generator
	doors *doors
}

// get writes a GET; head is further header lines.
func get(path, head string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: bench.localhost\r\n" + head + "\r\n")
}

func post(path, head, kind string, body []byte) []byte {
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: bench.localhost\r\n%sContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", path, head, kind, len(body), body)
}

func bearer(token string) string { return "Authorization: Bearer " + token + "\r\n" }

// page asks for a page of the workbench as somebody signed in.
func (a *asker) page(path string) []byte {
	return get(path, "Cookie: sanshe_session="+a.doors.Session+"\r\n")
}

// api asks the interface as the county officer.
func (a *asker) api(path string) []byte { return get("/api/v1/"+path, bearer(a.doors.Officer)) }

// submitAPI registers a need as a worker's program does.
func (a *asker) submitAPI(c *caller) []byte {
	r := a.any(c.Rand)
	body, err := json.Marshal(map[string]any{"area": r.Place, "title": r.Title, "detail": r.Detail, "category": r.Category, "source": r.Source, "phone": r.Phone, "raiser": r.Raiser})
	if err != nil {
		panic(err) // a map of strings
	}
	return post("/api/v1/need", bearer(a.doors.Worker)+"Idempotency-Key: "+strconv.FormatUint(c.Uint64(), 36)+"\r\n", "application/json", body)
}

// submitForm sends the resident's form, opened ten seconds ago.
func (a *asker) submitForm(c *caller) []byte {
	r := a.any(c.Rand)
	key := []byte(strconv.FormatInt(clock.System().Now().Add(-10*time.Second).UnixMilli(), 36) + "-")
	for range 26 {
		key = append(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[c.IntN(32)])
	}
	form := url.Values{"c": {r.Place}, "category": {r.Category}, "detail": {r.Detail}, "phone": {r.Phone}, "_key": {string(key)}}
	return post("/p/need", "", "application/x-www-form-urlencoded", []byte(form.Encode()))
}

func (a *asker) submitLimit(c *caller) []byte {
	n := limitOf(a.any(c.Rand))
	return post("/needs", "", "application/json", n.json(nil))
}

// filter narrows a list to a community and state of some need.
func (a *asker) filter(r *rand.Rand) string {
	x := a.any(r)
	return "area=" + x.Place + "&state=" + x.State
}

func (a *asker) anyID(r *rand.Rand) string { return strconv.FormatInt(pick(r, a.doors.IDs), 10) }

// at gives the id at a share of all needs, oldest first.
func (a *asker) at(share float64) string {
	return strconv.FormatInt(a.doors.IDs[int(share*float64(len(a.doors.IDs)-1))], 10)
}

func still(request []byte) func(*caller) []byte { return func(*caller) []byte { return request } }

// ops gives the workloads of ours.
func (a *asker) ops() []op {
	find := func(word string) []byte { return a.api("need?total=false&q=" + url.QueryEscape(word)) }
	look := func(word string) []byte { return a.page("/search?q=" + url.QueryEscape(word)) }
	list := func(c *caller) []byte { return a.api("need?" + a.filter(c.Rand)) }
	read := func(c *caller) []byte { return a.api("need/" + a.anyID(c.Rand)) }
	asTyped := func(c *caller) []byte { return a.page("/r/need?" + a.filter(c.Rand)) }
	return []op{
		{name: "submit", clients: 64, make: a.submitAPI, status: 201, holds: `"state":"raised"`},
		{name: "submit form", clients: 64, make: a.submitForm, status: 303, hops: 18},
		{name: "list", clients: 16, make: list, holds: `"total":`},
		{name: "list html", clients: 16, make: asTyped, holds: "</html>"},
		{name: "first", clients: 16, make: still(a.api("need?state=closed")), holds: `"next":"`},
		{name: "middle", clients: 16, make: still(a.api("need?state=closed&cursor=" + a.at(.5))), holds: `"next":"`},
		{name: "end", clients: 16, make: still(a.api("need?state=closed&cursor=" + a.at(.02))), holds: `"items":[{`},
		{name: "common", clients: 1, make: still(find(commonWord)), holds: commonWord},
		{name: "rare", clients: 1, make: still(find(rareWord)), holds: rareWord},
		{name: "absent", clients: 1, make: still(find(absentWord)), holds: `"items":[]`},
		{name: "common html", clients: 1, make: still(look(commonWord)), holds: commonWord},
		{name: "rare html", clients: 1, make: still(look(rareWord)), holds: rareWord},
		{name: "read", clients: 16, make: read, holds: `"steps":`},
		{name: "read html", clients: 16, make: func(c *caller) []byte { return a.page("/r/need/" + a.anyID(c.Rand)) }, holds: "</html>"},
		{name: "figures", clients: 1, make: still(a.api("figures")), holds: "need.found"},
		{name: "board", clients: 1, make: still(a.page("/board")), holds: "</html>"},
		{name: "figures changed", clients: 1, make: still(a.api("figures")), before: a.submitAPI, holds: "need.found"},
		{name: "board changed", clients: 1, make: still(a.page("/board")), before: a.submitAPI, holds: "</html>"},
		{name: "form", clients: 64, make: func(c *caller) []byte { return get("/p/need?c="+a.any(c.Rand).Place, "") }, holds: "</html>"},
		{name: "progress", clients: 64, make: func(c *caller) []byte { return get("/p/r/"+pick(c.Rand, a.doors.Links), "") }, holds: "</html>"},
		{name: "mix", clients: 64, make: mix(list, read, a.submitAPI), status: anyOf, holds: "{"},
	}
}

// limitOps gives the workloads of the limit.
func (a *asker) limitOps() []op {
	find := func(word string) []byte { return get("/search?q="+url.QueryEscape(word), "") }
	list := func(c *caller) []byte { x := a.any(c.Rand); return get("/needs?place="+x.Place+"&state="+x.State, "") }
	read := func(c *caller) []byte { return get("/needs/"+strconv.Itoa(1+c.IntN(a.n)), "") }
	middle := strings.ReplaceAll(a.row(a.n/2).At.UTC().Format(limitTime), " ", "+")
	return []op{
		{name: "submit", clients: 64, make: a.submitLimit, holds: `"id":`},
		{name: "list", clients: 16, make: list, holds: `"total":`},
		{name: "middle", clients: 16, make: still(get("/needs?state=closed&before="+middle, "")), holds: `"id":`},
		{name: "common", clients: 1, make: still(find(commonWord)), holds: commonWord},
		{name: "rare", clients: 1, make: still(find(rareWord)), holds: rareWord},
		{name: "absent", clients: 1, make: still(find(absentWord)), holds: `"items":[]`},
		{name: "read", clients: 16, make: read, holds: `"id":`},
		{name: "counters", clients: 1, make: still(get("/counters", "")), holds: `"n":`},
		{name: "scan", clients: 1, make: still(get("/scan", "")), holds: `"n":`},
		{name: "page", clients: 64, make: still(get("/page", "")), holds: "</table>"},
		{name: "mix", clients: 64, make: mix(list, read, a.submitLimit), status: anyOf, holds: "{"},
	}
}

// anyOf stands for a good answer of whatever kind, in a mix.
const anyOf = -1

// mix is nine in ten reads: four lists, five records; and one in ten writes.
func mix(list, read, submit func(*caller) []byte) func(*caller) []byte {
	return func(c *caller) []byte {
		switch n := c.IntN(10); {
		case n < 4:
			return list(c)
		case n < 9:
			return read(c)
		}
		return submit(c)
	}
}
