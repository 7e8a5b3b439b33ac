// Package message tells residents by short message (短信) and on paper what became
// of what they asked. A message is written down in the same transaction as the
// answer it tells of, and sent afterwards, once: if nobody knows whether it went
// out, a person looks before it is tried again. It holds no name and nothing of
// what was asked, and nobody gets one who said they want none.
package message

import (
	"sanshe/internal/clock"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Message (短信) is one short message to one number.
type Message struct {
	record.Base
	Need   record.ID[need.Need]
	Says   Says
	Phone  string
	Asked  clock.Date
	From   clock.Date
	SentOn clock.Date
	Tries  int64
	Fate   string
	State  State
}

// Messages is the register of messages (短信台账).
var Messages = record.Define[Message]("message", "短信")

// Fields implements [record.Record].
func (m *Message) Fields(f *record.Fields) {
	f.Ref(&m.Need, "need", "需求").Fixed().System().InList().Filter()
	f.Choice(&m.Says, "says", "说什么").Fixed().System().InList().Filter()
	f.Phone(&m.Phone, "phone", "手机号").Sealed().Fixed().System().InList()
	f.Date(&m.Asked, "asked_on", "提出日期").Fixed().System()
	f.Date(&m.From, "from_day", "最早发送日期").System()
	f.Date(&m.SentOn, "sent_on", "发送日期").System().InList().Filter()
	f.Int(&m.Tries, "tries", "试过几次").System()
	f.Text(&m.Fate, "fate", "怎么样了").System().InList()
	f.State(&m.State, "state", "状态").InitialStates(Queued)
}

// Steps describes what becomes of a message.
func (m *Message) Steps(s *record.Steps[Message]) {
	keepers := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	s.Step("send", "交给网关", Sending).From(Queued).Inner()
	s.Step("sent", "网关收下", Sent).From(Sending).Inner()
	s.Step("later", "过后再试", Queued).From(Sending).Inner()
	s.Step("fail", "没有发出", Failed).From(Sending).Inner()
	s.Step("lose", "不知发出没有", Unknown).From(Sending).Inner()
	s.Step("drop", "不再发", Dropped).From(Queued).By(keepers...).Reason()
	s.Step("again", "再发一次", Queued).From(Failed, Unknown).By(keepers...).Says("先问一问居民收到没有：不知发出没有的，可能已经收到").Do((*Message).again)
	s.Path(Queued, Sending, Sent)
}

func (m *Message) again(tx record.Tx) error {
	today := tx.Today()
	return store.Change(tx, Messages, m, func(m *Message) { m.From, m.SentOn, m.Tries, m.Fate = today, "", 0, "有人要求再发" })
}

// Rights implements [record.Righted]: nobody writes messages by hand.
func (*Message) Rights() record.Rights {
	return record.Rights{
		Read:   record.By(people.CountyOfficer, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker),
		Create: record.Nobody, Edit: record.Nobody, Void: record.Nobody, Import: record.Nobody,
		Export: record.By(people.CountyOfficer), Reveal: record.By(people.CommunityWorker, people.TownOfficer),
	}
}

// Refusal (短信退订) is a number that wants no messages.
type Refusal struct {
	record.Base
	Phone string
	On    clock.Date
	Told  string
}

// Refusals is the register of refusals (短信退订台账).
var Refusals = record.Define[Refusal]("message_refusal", "短信退订")

// Fields implements [record.Record].
func (r *Refusal) Fields(f *record.Fields) {
	f.Phone(&r.Phone, "phone", "手机号").Sealed().Required().Fixed().InList()
	f.Date(&r.On, "refused_on", "退订日期").Required().InList().Filter()
	f.Text(&r.Told, "told", "怎么说的").InList().Help("如 打电话来说的；网上自己点的由系统写明")
}

// Start implements [record.Starter].
func (r *Refusal) Start(_ record.Actor, today clock.Date) { r.On = today }

// Keys says a number refuses once; a voided refusal is one taken back.
func (r *Refusal) Keys(k *record.Keys) { k.One(&r.Phone).Says("这个号码已经退订过") }

// Rights implements [record.Righted].
func (*Refusal) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Import = record.Nobody
	return r
}

// Says (说什么) is what a message tells of.
type Says string

const (
	Accepted    Says = "verified"
	Lacking     Says = "no_resource"
	Served      Says = "served"
	Refused     Says = "refused"
	Transferred Says = "transferred"
)

// Options implements [record.Chooser].
func (Says) Options() []record.Option {
	return record.Options(Accepted, "已受理", Lacking, "暂无资源", Served, "做完了，请确认", Refused, "不予受理", Transferred, "已转办")
}

// State (状态) of a message.
type State string

const (
	Queued  State = "queued"
	Sending State = "sending"
	Sent    State = "sent"
	Failed  State = "failed"
	Unknown State = "unknown"
	Dropped State = "dropped"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option {
	return record.Options(Queued, "待发", Sending, "正在发", Sent, "已发", Failed, "没有发出", Unknown, "不知发出没有", Dropped, "不再发")
}
