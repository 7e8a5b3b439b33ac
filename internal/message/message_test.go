package message_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/message"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/sms"
	"sanshe/internal/store"
)

// gateway is a sender that keeps what it was given and answers as told.
type gateway struct {
	sync.Mutex
	got  []sms.Message
	says error
}

func (g *gateway) Send(_ context.Context, m sms.Message) error {
	g.Lock()
	defer g.Unlock()
	g.got = append(g.got, m)
	return g.says
}

func story(t *testing.T, tell func(w *World, g *gateway, ask func(phone string) int64)) {
	Each(t, func(w *World) {
		w.Set("sms.county_daily", "", "2026-01-01", "5")
		g := &gateway{}
		tell(w, g, func(phone string) int64 {
			return w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"category": "照顾老人", "detail": "陈桂芳老人想理发，住三单元", "raiser": "陈小梅", "source": "线下走访", "phone": phone})
		})
		found, err := w.Store.Verify(w.Ctx())
		if w.Do(err); len(found) > 0 {
			w.Error(found)
		}
	})
}

func post(w *World, g *gateway) {
	w.Helper()
	w.Do(message.Post(w.Ctx(), w.Store, g, "合江县"))
}

// states says in which states the messages are.
func states(w *World) string {
	w.Helper()
	list, err := store.Find(w.Ctx(), w.Store.Reader(w.Officer()), message.Messages, nil)
	w.Do(err)
	var out []string
	for _, m := range list {
		out = append(out, string(m.State))
	}
	return strings.Join(out, " ")
}

func Test居民从短信得知答复(t *testing.T) {
	story(t, func(w *World, g *gateway, ask func(string) int64) {
		n := ask("13800002046")
		w.Step(w.Worker(), need.Needs.Register, n, "verify", store.Taking{})
		w.Step(w.Worker(), need.Needs.Register, ask("0830-2345678"), "verify", store.Taking{}) // 固定电话收不到
		w.Step(w.Worker(), need.Needs.Register, ask(""), "verify", store.Taking{})
		if got := states(w); got != "queued" || len(g.got) != 0 {
			w.Fatalf("答复以后：%s，已发 %d 条", got, len(g.got))
		}
		post(w, g)
		post(w, g)
		if got := states(w); got != "sent" || len(g.got) != 1 {
			w.Fatalf("发送以后：%s，网关收到 %d 条", got, len(g.got))
		}
		m := g.got[0]
		if m.Phone != "13800002046" || m.Text != "【合江县】您3月2日提的需求，社区已受理。凭回执上的查询码看进度。不想再收，在进度页上点一下就行。" {
			w.Errorf("短信：%+v", m)
		}
		for _, secret := range []string{"陈", "理发", "老人", "三单元", "13800002046"} {
			if strings.Contains(m.Text+fmt.Sprint(m.Values), secret) {
				w.Errorf("短信里有“%s”", secret)
			}
		}
		w.Step(w.Worker(), need.Needs.Register, n, "refuse", store.Taking{Note: "陈桂芳不在本社区"})
		post(w, g)
		if len(g.got) != 2 || strings.Contains(g.got[1].Text, "陈") || !strings.Contains(g.got[1].Text, "不能受理") {
			w.Errorf("不予受理的短信：%+v", g.got)
		}
	})
}

// A step that is undone leaves no message; one that is taken leaves one.
func Test没有办成就没有短信(t *testing.T) {
	story(t, func(w *World, g *gateway, ask func(string) int64) {
		n := ask("13800002046")
		lost := errors.New("断电")
		_, err := w.Store.Write(w.Ctx(), w.Worker(), store.Key{}, func(tx *store.Tx) (store.Result, error) {
			x, err := store.One(tx.Context(), tx.All(), need.Needs, record.ID[need.Need](n))
			if err == nil {
				err = store.TakeStep(tx, need.Needs, x, "verify", "")
			}
			return store.Result{}, errors.Join(err, lost)
		})
		if !errors.Is(err, lost) || states(w) != "" {
			w.Errorf("%v，短信：%s", err, states(w))
		}
		w.Set("sms.county_daily", "", "2026-01-01", "0")
		w.Step(w.Worker(), need.Needs.Register, n, "verify", store.Taking{})
		if got := states(w); got != "" {
			w.Errorf("县里没有开短信：%s", got)
		}
	})
}

func Test短信有上限夜里不发(t *testing.T) {
	story(t, func(w *World, g *gateway, ask func(string) int64) {
		w.Clock.Set(w.Clock.Now().Add(12 * time.Hour)) // 晚上九点
		for i := range 7 {
			phone := fmt.Sprintf("1380000%04d", i)
			if i < 4 {
				phone = "13800009999"
			}
			w.Step(w.Worker(), need.Needs.Register, ask(phone), "verify", store.Taking{})
		}
		if post(w, g); len(g.got) != 0 {
			w.Errorf("夜里发了 %d 条", len(g.got))
		}
		w.On("2026-03-03")
		if post(w, g); len(g.got) != 5 { // 一个号码 3 条，全县 5 条
			w.Errorf("一天发了 %d 条", len(g.got))
		}
		if post(w, g); len(g.got) != 5 {
			w.Errorf("再发，一天共 %d 条", len(g.got))
		}
		w.On("2026-03-04")
		if post(w, g); len(g.got) != 7 || states(w) != strings.TrimSuffix(strings.Repeat("sent ", 7), " ") {
			w.Errorf("第二天共 %d 条：%s", len(g.got), states(w))
		}
	})
}

func Test退订以后一条也不发(t *testing.T) {
	story(t, func(w *World, g *gateway, ask func(string) int64) {
		n, other := ask("13800002046"), ask("13800002046")
		w.Step(w.Worker(), need.Needs.Register, n, "verify", store.Taking{})
		resident := &record.Actor{Name: "居民", Via: "portal", Area: Community}
		rec := Get(w, w.Worker(), need.Needs, n)
		silent, err := message.Silent(w.Ctx(), w.Store, rec)
		if w.Do(err); silent {
			w.Error("还没有退订")
		}
		for range 2 {
			w.Do(message.Refuse(w.Ctx(), w.Store, resident, rec))
		}
		if silent, err = message.Silent(w.Ctx(), w.Store, rec); err != nil || !silent {
			w.Errorf("退订以后：%v %v", silent, err)
		}
		w.Step(w.Worker(), need.Needs.Register, other, "verify", store.Taking{})
		if post(w, g); len(g.got) != 0 || states(w) != "dropped" {
			w.Errorf("网关收到 %d 条：%s", len(g.got), states(w))
		}
		_, err = w.Store.Create(w.Ctx(), w.Worker(), message.Refusals.Register, Community, record.Input{"phone": "13800002046", "told": "打电话来说的"}, "")
		if !fault.Is(err, fault.Invalid) {
			w.Errorf("退订两次：%v", err)
		}
	})
}

// Whatever a gateway says, a message is sent at most once without a person.
func Test不知发出没有的由人决定(t *testing.T) {
	story(t, func(w *World, g *gateway, ask func(string) int64) {
		w.Step(w.Worker(), need.Needs.Register, ask("13800002046"), "verify", store.Taking{})
		g.says = errors.New("没有回答")
		post(w, g)
		post(w, g)
		m, err := store.First(w.Ctx(), w.Store.Reader(w.Officer()), message.Messages, func(*message.Message, *store.Where) {})
		if w.Do(err); len(g.got) != 1 || m.State != message.Unknown || m.Fate != "没有回答" {
			w.Errorf("网关收到 %d 条，%s，%s", len(g.got), m.State, m.Fate)
		}
		w.Step(w.Worker(), message.Messages.Register, m.ID, "again", store.Taking{})
		g.says = fault.New(fault.Unavailable, "连不上")
		for range 8 {
			post(w, g)
		}
		if states(w) != "failed" || len(g.got) != 1+5 {
			w.Errorf("连不上的试了 %d 次：%s", len(g.got)-1, states(w))
		}
		w.Step(w.Worker(), message.Messages.Register, m.ID, "again", store.Taking{})
		g.says = nil
		if post(w, g); states(w) != "sent" {
			w.Errorf("又发：%s", states(w))
		}
	})
}

// Two processes that send at once send each message once.
func Test两个进程不重发(t *testing.T) {
	story(t, func(w *World, g *gateway, ask func(string) int64) {
		for i := range 4 {
			w.Step(w.Worker(), need.Needs.Register, ask(fmt.Sprintf("1380000%04d", i)), "verify", store.Taking{})
		}
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if err := message.Post(w.Ctx(), w.Store, g, "合江县"); err != nil {
					w.Error(err)
				}
			})
		}
		all.Wait()
		if len(g.got) != 4 || states(w) != "sent sent sent sent" {
			w.Errorf("网关收到 %d 条：%s", len(g.got), states(w))
		}
	})
}

// What a process had given to the gateway when it ended is nobody's to send again.
func Test发送时停电(t *testing.T) {
	story(t, func(w *World, g *gateway, ask func(string) int64) {
		w.Step(w.Worker(), need.Needs.Register, ask("13800002046"), "verify", store.Taking{})
		ended, end := context.WithCancel(w.Ctx())
		func() {
			defer func() { _ = recover() }()
			_ = message.Post(ended, w.Store, dies{end}, "合江县")
		}()
		w.Clock.Set(w.Clock.Now().Add(time.Minute))
		if post(w, g); states(w) != "sending" {
			w.Errorf("停电以后：%s", states(w))
		}
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
		if post(w, g); states(w) != "unknown" || len(g.got) != 0 {
			w.Errorf("一小时以后：%s，重发 %d 条", states(w), len(g.got))
		}
	})
}

// dies is a gateway in whose middle the process ends.
type dies struct{ end func() }

func (d dies) Send(context.Context, sms.Message) error { d.end(); panic(d) }

func Test答复单上没有姓名和内容(t *testing.T) {
	story(t, func(w *World, g *gateway, ask func(string) int64) {
		n := ask("13800002046")
		slip := func() string {
			var b strings.Builder
			v, err := message.Slip(w.Store)(w.Ctx(), w.Store.Reader(w.Worker()), url.Values{"need": {fmt.Sprint(n)}, "paper": {"80"}}, func(s string) string { return s })
			if err != nil {
				return err.Error()
			}
			w.Do(v.Body.Render(&b))
			return b.String()
		}
		if s := slip(); !strings.Contains(s, "还没有可以给居民的答复") {
			w.Error(s)
		}
		w.Step(w.Worker(), need.Needs.Register, n, "refuse", store.Taking{Note: "不在本社区，由镇上办"})
		post(w, g)
		s := slip()
		for _, want := range []string{"slip roll", "照顾老人", "这件不能受理", "不在本社区，由镇上办", "2026年3月2日"} {
			if !strings.Contains(s, want) {
				w.Errorf("答复单没有“%s”：%s", want, s)
			}
		}
		for _, secret := range []string{"陈", "三单元", "2046"} {
			if strings.Contains(s, secret) {
				w.Errorf("答复单里有“%s”", secret)
			}
		}
		p, err := message.Told(w.Ctx(), w.Store.Reader(w.Worker()), Get(w, w.Worker(), need.Needs, n), func(s string) string { return s })
		w.Do(err)
		var b strings.Builder
		w.Do(p.Body.Render(&b))
		if s := b.String(); !strings.Contains(s, "短信：不予受理") || !strings.Contains(s, "已发") || !strings.Contains(s, "/slip?need=") {
			w.Errorf("告诉居民：%s", s)
		}
	})
}
