package store_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/migration"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// A small county for the tests of the store, with a register for everything a
// register can be. It knows nothing of the real domains.

const (
	staff record.Role = "staff" // 经办
	clerk record.Role = "clerk" // sees but may not reveal
	club  record.Role = "club"  // a club's own people
	guest record.Role = "guest" // may nothing
)

// Club (社团) is read by the whole county and by its own people.
type Club struct {
	record.Base
	Name string
	Code string
}

var clubs = record.Define[Club]("club", "社团")

func (c *Club) Fields(f *record.Fields) {
	f.Text(&c.Name, "name", "名称").Required().Title().Public()
	f.Text(&c.Code, "code", "代码").Filter()
}
func (c *Club) Keys(k *record.Keys) { k.One(&c.Name).Says("已经有一个叫这个名称的社团") }
func (*Club) Rights() record.Rights {
	r := everything()
	r.Reach, r.ReadOwn = record.County, record.By(club)
	return r
}

func everything() record.Rights {
	s := record.By(staff)
	return record.Rights{Read: record.By(staff, clerk), Create: s, Edit: s, Void: s, Export: s, Reveal: s, Import: s, Merge: s}
}

// Soul (居民) is a person with everything sealed that can be.
type Soul struct {
	record.Base
	Name    string
	Number  string
	Phone   string
	Account string
	Home    string
}

var souls = record.Define[Soul]("soul", "居民")

func (s *Soul) Fields(f *record.Fields) {
	f.Name(&s.Name, "name", "姓名").Required().Title().Personal()
	f.IDNumber(&s.Number, "number", "身份证号").Sealed()
	f.Phone(&s.Phone, "phone", "手机号").Sealed()
	f.Text(&s.Account, "account", "银行账号").Sealed()
	f.Address(&s.Home, "home", "住址").Personal()
}
func (s *Soul) Keys(k *record.Keys) { k.One(&s.Number).Says("这个身份证号已经登记过") }
func (*Soul) Rights() record.Rights { return everything() }

// Gift (赠礼) has one field of nearly every kind.
type Gift struct {
	record.Base
	Title   string
	Note    string
	Kind    giftKind
	Worth   record.Fen
	Count   int64
	Day     clock.Date
	Final   bool
	Giver   record.ID[Club]
	To      record.ID[Soul]
	Helpers record.IDs[Soul]
	Lines   []giftLine
	Also    []string
	State   giftState
}

type giftLine struct {
	What string
	Cost record.Fen
}

func (l *giftLine) Fields(f *record.Fields) {
	f.Text(&l.What, "what", "物品").Required()
	f.Money(&l.Cost, "cost", "金额")
}

type giftKind string

func (giftKind) Options() []record.Option {
	return record.Options[giftKind]("food", "食品", "toy", "玩具")
}

type giftState string

const promised, given, thanked, returned giftState = "promised", "given", "thanked", "returned"

func (giftState) Options() []record.Option {
	return record.Options(promised, "已许诺", given, "已送出", thanked, "已致谢", returned, "已退回")
}

var gifts = record.Define[Gift]("gift", "赠礼")

func (g *Gift) Fields(f *record.Fields) {
	f.Text(&g.Title, "title", "名目").Required().Title().Public()
	f.Prose(&g.Note, "note", "说明").Search()
	f.Choice(&g.Kind, "kind", "种类").Filter()
	f.Money(&g.Worth, "worth", "价值").Filter()
	f.Int(&g.Count, "count", "件数").Filter()
	f.Date(&g.Day, "day", "日期").Begins().Filter()
	f.Bool(&g.Final, "final", "不可退").Filter()
	f.Ref(&g.Giver, "giver", "赠送社团").Owner().Filter()
	f.Ref(&g.To, "to_soul", "受赠人").Filter()
	f.Refs(&g.Helpers, "helpers", "帮忙的人")
	record.Rows(f, &g.Lines, "lines", "明细")
	f.Divisions(&g.Also, "also", "还涉及的地方")
	f.State(&g.State, "state", "状态").InitialStates(promised, given)
}
func (*Gift) Steps(s *record.Steps[Gift]) {
	s.Step("give", "送出", given).From(promised).By(staff).ByOwner(club)
	s.Step("thank", "致谢", thanked).From(given).By(staff).Reason()
	s.Step("send_back", "退回", returned).From(promised, given).By(staff)
	s.Task(promised, "give", "送出赠礼", staff)
}
func (*Gift) Rights() record.Rights {
	r := everything()
	r.ReadOwn, r.EditIn = record.By(club), []record.Chooser{promised, given}
	return r
}

// Letter (信函) is read by the club it is written to only while it has to answer.
type Letter struct {
	record.Base
	About string
	To    record.ID[Club]
	State letterState
}

type letterState string

const sent, answered letterState = "sent", "answered"

func (letterState) Options() []record.Option {
	return record.Options(sent, "待答复", answered, "已答复")
}

var letters = record.Define[Letter]("letter", "信函")

func (l *Letter) Fields(f *record.Fields) {
	f.Text(&l.About, "about", "事由").Required().Title()
	f.Ref(&l.To, "to_club", "收信社团").Owner()
	f.State(&l.State, "state", "状态")
}
func (*Letter) Steps(s *record.Steps[Letter]) {
	s.Step("answer", "答复", answered).From(sent).ByOwner(club)
	s.Step("reopen", "再问", sent).From(answered).By(staff)
	s.Task(sent, "answer", "答复信函", club).Owner()
}
func (*Letter) Rights() record.Rights { return everything() }

// Seat (席位) is somebody's in a club, once.
type Seat struct {
	record.Base
	Title string
	Club  record.ID[Club]
	Soul  record.ID[Soul]
	About record.ID[Seat]
}

var seatings = record.Define[Seat]("seat", "席位")

func (s *Seat) Fields(f *record.Fields) {
	f.Text(&s.Title, "title", "名目").Required().Title()
	f.Ref(&s.Club, "club", "社团")
	f.Ref(&s.Soul, "soul", "居民")
	f.Ref(&s.About, "about", "关于席位")
}
func (s *Seat) Keys(k *record.Keys) { k.One(&s.Club, &s.Soul).Says("已经有席位").Folds() }
func (*Seat) Rights() record.Rights { return everything() }

const (
	county    = "510522"
	town      = "510522001"
	community = "510522001001"
	elsewhere = "510522002001"
)

func book() *record.Book {
	return record.NewBook(record.Roles{staff, clerk, club, guest}, clubs.Register, souls.Register, gifts.Register, letters.Register, seatings.Register)
}

// schema is the machinery's own tables and those the descriptions ask.
func schema() fstest.MapFS {
	read := func(name string) *fstest.MapFile {
		data, err := migration.Files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		return &fstest.MapFile{Data: data}
	}
	var ddl strings.Builder
	ddl.WriteString("-- What the tests of the store keep.\n")
	for _, r := range book().Registers {
		ddl.WriteString(store.DDL(r))
	}
	return fstest.MapFS{"0001_machinery.sql": read("0001_machinery.sql"), "0002_passages.sql": read("0007_passages.sql"), "0003_settings.sql": read("0009_settings.sql"), "0004_speed.sql": read("0013_speed.sql"), "0005_test.sql": {Data: []byte(ddl.String())}}
}

type world struct {
	*testing.T
	*store.Store
	clock *clock.Walking
}

func each(t *testing.T, story func(w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { story(open(t, d)) }, dbtest.WithSchema(schema()))
}

func onSQLite(t *testing.T) *world {
	t.Helper()
	return open(t, dbtest.SQLite(t, dbtest.WithSchema(schema())))
}

func onPostgres(t *testing.T) *world {
	t.Helper()
	return open(t, dbtest.Postgres(t, dbtest.WithSchema(schema())))
}

func open(t *testing.T, d *db.DB) *world {
	t.Helper()
	keys, err := store.NewKeyring()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, clock: clock.NewWalking(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Shanghai))}
	if w.Store, err = store.New(t.Context(), d, book(), store.Options{Clock: w.clock, Keys: keys}); err != nil {
		t.Fatal(err)
	}
	return w
}

func as(area string, roles ...record.Role) *record.Actor {
	return &record.Actor{Account: 1, Name: "经办人", Unit: "单位", Area: area, Roles: roles, Via: "web", Owns: map[string]int64{}}
}

// of gives somebody of a club.
func of(id int64) *record.Actor {
	a := as(county, club)
	a.Account, a.Owns["club"] = 2, id
	return a
}

func (w *world) ctx() context.Context { return w.Context() }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// make makes a record as staff of the county.
func (w *world) make(reg *record.Register, area string, in record.Input) int64 {
	w.Helper()
	res, err := w.Create(w.ctx(), as(county, staff), reg, area, in, "")
	w.must(err)
	return res.ID
}

func (w *world) version(reg *record.Register, id int64) int64 {
	w.Helper()
	rec, err := w.Reader(as(county, staff)).Get(w.ctx(), reg, id)
	w.must(err)
	return record.BaseOf(rec).Version
}

// step takes a step as staff of the county.
func (w *world) step(reg *record.Register, id int64, step string, t store.Taking) {
	w.Helper()
	_, err := w.Take(w.ctx(), as(county, staff), reg, id, w.version(reg, id), step, t, "")
	w.must(err)
}

// sound fails the test if anything in the database contradicts itself.
func (w *world) sound() {
	w.Helper()
	found, err := w.Verify(w.ctx())
	w.must(err)
	for _, f := range found {
		w.Error(f)
	}
}

func id(n int64) string { return record.Input{}.ID(n) }
