package record

import (
	"fmt"
	"strings"
	"testing"

	"sanshe/internal/clock"
)

// thing is a record with a field of every sort, soundly described until a test
// spoils one part of the description.
type thing struct {
	Base
	Name, Text, Secret, Long string
	Count                    int64
	Day, Other               clock.Date
	Colour, Tint             colour
	Who, Maker               ID[thing]
	Many                     IDs[thing]
	Lines                    []entry
	Places, More             []string
}

type entry struct {
	What string
	Cost Fen

	whose ID[thing]
	again []entry
}

type colour string

const red, green, blue colour = "red", "green", "blue"

func (colour) Options() []Option { return Options(red, "红", green, "绿", blue, "蓝") }

type shade string

func (shade) Options() []Option { return nil }

// spoilt is how the test at hand spoils the description.
type spoilt struct {
	fields func(*thing, *Fields)
	row    func(*entry, *Fields)
	steps  func(*thing, *Steps[thing])
	keys   func(*thing, *Keys)
	rights func(*Rights)
}

var spoil spoilt // tests of this file run one after another

func (l *entry) Fields(f *Fields) {
	f.Text(&l.What, "what", "事项").Required()
	f.Money(&l.Cost, "cost", "金额")
	if spoil.row != nil {
		spoil.row(l, f)
	}
}

func (t *thing) Fields(f *Fields) {
	f.Text(&t.Name, "name", "名称").Required().Title()
	f.Text(&t.Text, "text", "说明").Filter()
	f.Text(&t.Secret, "secret", "账号").Sealed()
	f.Prose(&t.Long, "long", "详情").Search()
	f.Int(&t.Count, "count", "数量").Filter()
	f.Date(&t.Day, "day", "日期").Begins()
	f.Date(&t.Other, "other_day", "另一日期")
	f.State(&t.Colour, "colour", "颜色")
	f.Choice(&t.Tint, "tint", "底色")
	f.Ref(&t.Who, "who", "属于").Owner()
	f.Ref(&t.Maker, "maker", "制作")
	f.Refs(&t.Many, "many", "相关")
	Rows(f, &t.Lines, "lines", "明细")
	f.Divisions(&t.Places, "places", "地方")
	f.Codes(&t.More, "kinds", "more", "种类")
	if spoil.fields != nil {
		spoil.fields(t, f)
	}
}

func (t *thing) Steps(s *Steps[thing]) {
	s.Step("paint", "上色", green).From(red).By("staff").Ask(&t.Count)
	s.Step("finish", "完成", blue).From(green).ByOwner("org")
	s.Task(red, "paint", "上色", "staff")
	s.Task(green, "finish", "完成", "org").Owner()
	if spoil.steps != nil {
		spoil.steps(t, s)
	}
}

func (t *thing) Keys(k *Keys) {
	k.WhileEmpty(k.One(&t.Name), &t.Other)
	if spoil.keys != nil {
		spoil.keys(t, k)
	}
}

func (t *thing) Rights() Rights {
	staff := By("staff")
	r := Rights{Read: staff, ReadOwn: By("org"), Create: staff, Edit: staff, EditIn: []Chooser{red}, Void: staff,
		Export: staff, Reveal: staff, Import: staff}
	if spoil.rights != nil {
		spoil.rights(&r)
	}
	return r
}

// named gives a field under description by its name.
func (fs *Fields) named(name string) *Field {
	for _, f := range fs.list {
		if f.Name == name {
			return f
		}
	}
	panic(name)
}

// refusal gives what start-up says of a description, "" if it accepts it.
func refusal(t *testing.T, s spoilt) (says string) {
	t.Helper()
	spoil = s
	defer func() {
		spoil = spoilt{}
		if p := recover(); p != nil {
			says = fmt.Sprint(p)
		}
	}()
	things := Define[thing]("thing", "东西")
	NewBook(Roles{"staff", "org"}, things.Register)
	return ""
}

func TestSoundDescription(t *testing.T) {
	if says := refusal(t, spoilt{}); says != "" {
		t.Fatalf("refused: %s", says)
	}
}

type unsound struct {
	name  string
	spoil spoilt
	says  string
}

func testUnsound(t *testing.T, cases []unsound) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := "record thing (东西): " + c.says
			if got := refusal(t, c.spoil); got != want {
				t.Errorf("start-up says\n  %s, want\n  %s", got, want)
			}
			if strings.Contains(c.says, "\n") {
				t.Error("more than one sentence")
			}
		})
	}
}

func ofField(f func(*thing, *Fields)) spoilt { return spoilt{fields: f} }
func ofRow(f func(*entry, *Fields)) spoilt   { return spoilt{row: f} }

func TestUnsoundFields(t *testing.T) {
	stranger := new(string)
	testUnsound(t, []unsound{
		{"not a field of the struct", ofField(func(_ *thing, f *Fields) { f.Text(stranger, "stranger", "外人") }), `field "stranger" (外人) is not a field of record.thing`},
		{"told by value", ofField(func(t *thing, f *Fields) { f.Choice(t.Colour, "colour", "颜色") }), `field "colour" (颜色) must be told by address`},
		{"described twice by name", ofField(func(t *thing, f *Fields) { f.Text(&t.Text, "name", "别名") }), `field "name" is described twice`},
		{"described twice by address", ofField(func(t *thing, f *Fields) { f.Text(&t.Name, "alias", "别名") }), `field "alias" is described twice`},
		{"label twice", ofField(func(_ *thing, f *Fields) { f.named("text").Label = "名称" }), `label "名称" stands for two fields`},
		{"no label", ofField(func(_ *thing, f *Fields) { f.named("text").Label = "" }), `field "text" has no label`},
		{"Go field not described", ofField(func(_ *thing, f *Fields) { f.list = f.list[:len(f.list)-1] }), `Go field More is not described`},
		{"bad name", ofField(func(_ *thing, f *Fields) { f.named("text").Name = "Text" }), `field name "Text" is not lower-case letters, digits and _`},
		{"reserved name", ofField(func(_ *thing, f *Fields) { f.named("text").Name = "version" }), `field name "version" is reserved`},
		{"second state", ofField(func(_ *thing, f *Fields) { f.named("tint").InitialStates(red).IsState = true }), `field "tint": is a second state`},
		{"second title", ofField(func(_ *thing, f *Fields) { f.named("text").Title() }), `field "text": is a second title`},
		{"owner not a reference", ofField(func(_ *thing, f *Fields) { f.named("text").Owner() }), `field "text": an owner must be a reference`},
		{"place not a reference", ofField(func(_ *thing, f *Fields) { f.named("text").Required().Places() }), `field "text": a place is one required reference`},
		{"place not required", ofField(func(t *thing, f *Fields) { f.named("who").Places() }), `field "who": a place is one required reference`},
		{"second beginning", ofField(func(_ *thing, f *Fields) { f.named("other_day").Begins() }), `field "other_day": is a second beginning`},
		{"beginning not a date", ofField(func(_ *thing, f *Fields) { f.named("text").Begins() }), `field "text": only a date says when the first state began`},
		{"unknown initial state", ofField(func(_ *thing, f *Fields) { f.named("colour").InitialStates(red, colour("pink")) }), `field "colour": unknown initial state "pink"`},
		{"sealed and filtered", ofField(func(_ *thing, f *Fields) { f.named("secret").Filter() }), `field "secret": a sealed field cannot be filtered on`},
		{"personal and filtered", ofField(func(_ *thing, f *Fields) { f.named("text").Personal() }), `field "text": a personal field cannot be filtered on, which would tell what the mask hides`},
		{"sealed and searched", ofField(func(_ *thing, f *Fields) { f.named("secret").Search() }), `field "secret": a sealed field cannot be searched`},
		{"sealed and not text", ofField(func(_ *thing, f *Fields) { f.named("count").CanFilter = false; f.named("count").Sealed() }), `field "count": only text can be sealed`},
		{"a list sealed", ofField(func(_ *thing, f *Fields) { f.named("many").Sealed() }), `field "many": only text can be sealed`},
		{"public and personal", ofField(func(_ *thing, f *Fields) { f.named("secret").Public() }), `field "secret": a personal field cannot be public`},
		{"filter on prose", ofField(func(_ *thing, f *Fields) { f.named("long").Filter() }), `field "long": a prose cannot be filtered on`},
		{"filter on rows", ofField(func(_ *thing, f *Fields) { f.named("lines").Filter() }), `field "lines": a rows cannot be filtered on`},
		{"search in numbers", ofField(func(_ *thing, f *Fields) { f.named("count").Search() }), `field "count": a int cannot be searched`},
		{"search in a list", ofField(func(_ *thing, f *Fields) { f.named("many").Search() }), `field "many": a refs cannot be searched`},
		{"required of people and set by code", ofField(func(_ *thing, f *Fields) { f.named("name").System() }), `field "name": a field set by code cannot be required of people`},
		{"required number", ofField(func(_ *thing, f *Fields) { f.named("count").Required() }), `field "count": an empty int counts as 0 or no, so it cannot be required; say in Check what is too little`},
		{"a kind that does not fit", ofField(func(t *thing, f *Fields) { f.list = f.list[:len(f.list)-1]; f.add(&t.More, text{}, "more", "种类") }), `field "more" (种类) of kind text cannot be kept in a Go []string`},
		{"second list of divisions", ofField(func(t *thing, f *Fields) { f.list = f.list[:len(f.list)-1]; f.Divisions(&t.More, "more", "更多") }), `field "places": is a second list of divisions`},
		{"a code list without a name", ofField(func(t *thing, f *Fields) { f.list = f.list[:len(f.list)-1]; f.Codes(&t.More, "", "more", "更多") }), `field "more": names no code list`},
		{"a choice without options", ofField(func(_ *thing, f *Fields) { f.named("text").Kind = choice{options: shade("").Options()} }), `field "text": has no options`},
		{"an option twice", ofField(func(_ *thing, f *Fields) {
			f.named("text").Kind = choice{options: Options("a", "甲", "a", "乙")}
		}), `field "text": option "a" is unnamed or there twice`},
		{"two options of one label", ofField(func(_ *thing, f *Fields) {
			f.named("text").Kind = choice{options: Options("a", "甲", "b", "甲")}
		}), `field "text": option "b" is unnamed or there twice`},
	})
}

func TestUnsoundRows(t *testing.T) {
	testUnsound(t, []unsound{
		{"rows inside rows", ofRow(func(l *entry, f *Fields) { Rows(f, &l.again, "again", "再分") }), `rows "lines": field "again" (再分) puts rows inside rows`},
		{"a Go field not described", ofRow(func(_ *entry, f *Fields) { f.list = f.list[:1] }), `rows "lines": Go field Cost is not described`},
		{"described twice", ofRow(func(l *entry, f *Fields) { f.Text(&l.What, "what", "别的") }), `rows "lines": field "what" is described twice`},
		{"sealed", ofRow(func(_ *entry, f *Fields) { f.named("what").Sealed() }), `rows "lines": field "what": a row has no references, states, seals, searches and the like of its own`},
		{"personal", ofRow(func(_ *entry, f *Fields) { f.named("what").Personal() }), `rows "lines": field "what": a row has no references, states, seals, searches and the like of its own`},
		{"filtered on", ofRow(func(_ *entry, f *Fields) { f.named("cost").Filter() }), `rows "lines": field "cost": a row has no references, states, seals, searches and the like of its own`},
		{"titled", ofRow(func(_ *entry, f *Fields) { f.named("what").Title() }), `rows "lines": field "what": a row has no references, states, seals, searches and the like of its own`},
		{"a reference", ofRow(func(l *entry, f *Fields) { f.Ref(&l.whose, "whose", "谁的") }), `rows "lines": field "whose": a row has no references, states, seals, searches and the like of its own`},
	})
}
