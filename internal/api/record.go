package api

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// recordRoutes gives the routes of a register.
func (s *server) recordRoutes(reg *record.Register) []*route {
	p := newPlan(reg)
	one := reg.Name + "/{id}"
	list := []*route{
		{method: "GET", path: reg.Name, plan: p, serve: (*call).list, doc: p.listOperation()},
		{method: "POST", path: reg.Name, plan: p, serve: (*call).create, doc: p.createOperation()},
		{method: "GET", path: one, plan: p, serve: (*call).get, doc: p.getOperation()},
		{method: "PATCH", path: one, plan: p, serve: (*call).edit, doc: p.editOperation()},
		{method: "POST", path: one + "/void", plan: p, serve: (*call).void, doc: p.voidOperation()},
		{method: "GET", path: one + "/passages", plan: p, serve: (*call).passages, doc: p.passagesOperation()},
		{method: "GET", path: one + "/history", plan: p, serve: (*call).history, doc: p.historyOperation()},
	}
	if reg.Rights.Closed {
		list = append(list, &route{method: "POST", path: one + "/open", plan: p, serve: (*call).openDossier, doc: p.openOperation()})
	}
	for _, st := range reg.Steps {
		if st.ByCode {
			continue
		}
		list = append(list, &route{method: "POST", path: one + "/" + st.Name, plan: p, step: st, serve: (*call).take, doc: p.stepOperation(st)})
	}
	return list
}

func (c *call) get() error {
	rec, err := c.load()
	if err != nil {
		return err
	}
	tag := etag(rec)
	for part := range strings.SplitSeq(c.r.Header.Get("If-None-Match"), ",") {
		if part = strings.TrimPrefix(strings.TrimSpace(part), "W/"); part == tag || part == "*" {
			c.w.Header().Set("ETag", tag)
			c.w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	return c.give(http.StatusOK, rec)
}

// load reads the record the path names, if the actor may.
func (c *call) load() (record.Record, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	return c.reader().Get(c.r.Context(), c.plan.reg, id)
}

func etag(rec record.Record) string {
	return `"` + strconv.FormatInt(record.BaseOf(rec).Version, 10) + `"`
}

// give answers with a record.
func (c *call) give(status int, rec record.Record) error {
	c.w.Header().Set("ETag", etag(rec))
	return c.send(status, c.plan.appendRecord(make([]byte, 0, 1024), c, rec, true))
}

func (c *call) create() error {
	in, place, err := c.input(true)
	if err != nil {
		return err
	}
	key, err := c.key()
	if err != nil {
		return err
	}
	res, err := c.Store.Create(c.r.Context(), c.actor, c.plan.reg, place, in, key)
	return c.done(http.StatusCreated, res, err)
}

func (c *call) edit() error {
	id, err := c.id()
	if err != nil {
		return err
	}
	in, _, err := c.input(false)
	if err != nil {
		return err
	}
	key, err := c.key()
	if err != nil {
		return err
	}
	res, err := c.Store.Edit(c.r.Context(), c.actor, c.plan.reg, id, c.version(), in, key)
	return c.done(http.StatusOK, res, err)
}

func (c *call) take() error {
	id, err := c.id()
	if err != nil {
		return err
	}
	t, err := c.taking()
	if err != nil {
		return err
	}
	key, err := c.key()
	if err != nil {
		return err
	}
	version := c.version()
	if version == 0 {
		version = store.AnyVersion
	}
	res, err := c.Store.Take(c.r.Context(), c.actor, c.plan.reg, id, version, c.step.Name, t, key)
	return c.done(http.StatusOK, res, err)
}

// openDossier opens the dossier of a closed record, so that its address answers.
func (c *call) openDossier() error {
	id, err := c.id()
	if err != nil {
		return err
	}
	why, err := c.why()
	if err != nil {
		return err
	}
	if err := c.Store.OpenDossier(c.r.Context(), c.actor, c.plan.reg, id, why); err != nil {
		return err
	}
	return c.get()
}

// why reads a body that says a reason and nothing else.
func (c *call) why() (why string, err error) {
	members, err := c.body()
	if err != nil {
		return "", err
	}
	var problems []fault.Problem
	for _, m := range members {
		if m.name != "reason" {
			problems = append(problems, fault.Problem{Field: m.name, Label: m.name, Text: "这里只填 reason"})
		} else if why, err = reason(m.value); err != nil {
			problems = append(problems, fault.Problem{Field: "reason", Label: "原因", Text: err.Error()})
		}
	}
	if len(problems) > 0 {
		return "", fault.Fields(problems...)
	}
	return why, nil
}

func (c *call) void() error {
	id, err := c.id()
	if err != nil {
		return err
	}
	why, err := c.why()
	if err != nil {
		return err
	}
	key, err := c.key()
	if err != nil {
		return err
	}
	res, err := c.Store.Void(c.r.Context(), c.actor, c.plan.reg, id, c.version(), why, key)
	return c.done(http.StatusOK, res, err)
}

// version gives the version If-Match names; 0 if it names none. What is not a
// version of ours matches no record, as the header is meant.
func (c *call) version() int64 {
	text := strings.TrimSpace(c.r.Header.Get("If-Match"))
	if text == "" || text == "*" {
		return 0
	}
	n, err := strconv.ParseInt(strings.Trim(text, `"`), 10, 64)
	if err != nil || n <= 0 {
		return math.MaxInt64
	}
	return n
}

// key gives the key under which a change is done once.
func (c *call) key() (string, error) {
	key := c.r.Header.Get("Idempotency-Key")
	if len(key) > 200 || strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", malformed("请求头 Idempotency-Key 应是 1 到 200 个字母、数字或符号，如一个 UUID")
	}
	return key, nil
}

// done answers with the record a change left. A repeat under the same key gets
// the record as the first one did, whatever has become of it since.
func (c *call) done(status int, res store.Result, err error) error {
	if err != nil {
		return err
	}
	if res.Replayed {
		c.w.Header().Set("Idempotency-Replayed", "true")
	}
	if status == http.StatusCreated {
		c.w.Header().Set("Location", c.Base+prefix+c.plan.reg.Name+"/"+strconv.FormatInt(res.ID, 10))
	}
	rec, err := c.image(res)
	if fault.Is(err, fault.NotFound) || fault.HasCode(err, fault.CodeReason) { // done, but moved out of the actor's sight, or into a dossier to be opened
		c.w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if err != nil {
		return err
	}
	return c.give(status, rec)
}

// image gives a record as a change left it: the oldest image that is not older
// than the version the change gave, for its effects may have gone further.
func (c *call) image(res store.Result) (record.Record, error) {
	if res.Record != nil && c.Store.ReadsAtHome(c.actor, c.plan.reg, res.Record) {
		return res.Record, nil
	}
	rec, err := c.reader().Get(c.r.Context(), c.plan.reg, res.ID)
	if err != nil || record.BaseOf(rec).Version == res.Version {
		return rec, err
	}
	versions, err := c.reader().Versions(c.r.Context(), c.plan.reg, res.ID)
	for _, v := range versions { // newest first
		if record.BaseOf(v.Record).Version >= res.Version {
			rec = v.Record
		}
	}
	return rec, err
}
