package need

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// ListEdition (清单发布) is one publishing of one of a community's three lists. What
// stood on the list that day stays in it as it was; a mistake is put right by a
// further edition.
type ListEdition struct {
	record.Base
	Kind      ListKind
	Year      int64
	No        int64
	Corrects  record.ID[ListEdition]
	Published clock.Date
	Items     int64
	Rows      []Entry
	Note      string
	State     EditionState
}

// ListEditions is the register of editions (三张清单发布台账).
var ListEditions = record.Define[ListEdition]("list_edition", "三张清单发布")

// Fields implements [record.Record].
func (e *ListEdition) Fields(f *record.Fields) {
	f.Choice(&e.Kind, "kind", "清单").Required().Fixed().InList().Filter().Public()
	f.Year(&e.Year, "year", "年度").Required().Fixed().InList().Filter().Public()
	f.Int(&e.No, "number", "第几期").System().InList().Public()
	f.Ref(&e.Corrects, "corrects", "更正哪一期").Fixed().Filter().Help("已发布的有误时，发新的一期更正它；原来的一期照原样保留")
	f.Date(&e.Published, "published_on", "发布日期").System().InList().Public()
	f.Int(&e.Items, "items", "发布时的条数").System().InList().Public()
	f.Text(&e.Note, "note", "说明").Public()
	record.Rows(f, &e.Rows, "entries", "发布的内容").System().Public()
	f.State(&e.State, "state", "状态").Public()
}

// Start implements [record.Starter].
func (e *ListEdition) Start(_ record.Actor, today clock.Date) { e.Year = int64(today.Year()) }

// Check implements [record.Checker].
func (e *ListEdition) Check(p *record.Problems) {
	if len(e.Area) < 12 {
		p.Add(&e.Kind, "清单由社区发布，请选社区")
	}
}

// CheckIn implements [record.CheckerIn]: what is corrected is an edition of the
// same list that was published.
func (e *ListEdition) CheckIn(tx record.Tx, p *record.Problems) error {
	if e.Corrects == 0 || p.Before != nil {
		return nil
	}
	was, err := store.One(tx.Context(), store.In(tx).All(), ListEditions, e.Corrects)
	if err != nil {
		return err
	}
	if was.Area != e.Area || was.Kind != e.Kind || was.Year != e.Year {
		p.Add(&e.Corrects, "要选本社区同一年度的同一张清单")
	} else if was.State == InDraft {
		p.Add(&e.Corrects, "那一期还没有发布，直接修改即可")
	}
	return nil
}

// Steps describes publishing and taking back. What was published is never a
// draft again: what residents have read stays what it was.
func (*ListEdition) Steps(s *record.Steps[ListEdition]) {
	staff := []record.Role{people.CommunityWorker, people.CommunitySecretary, people.TownOfficer}
	s.Step("publish", "发布", Out).From(InDraft).By(staff...).Says("把清单照今天的样子公布出去，以后不再变；要有内容才能发布").Do((*ListEdition).publish)
	s.Step("withdraw", "撤回", TakenOff).From(Out).By(staff...).Reason().Says("居民不再看到这一期；有误的另发一期更正")
}

// publish keeps what stands on the list that day. An empty list is no list.
func (e *ListEdition) publish(tx record.Tx) error {
	rows, err := entries(tx.Context(), store.In(tx).All(), e.Kind, e.Area)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.New(fault.Conflict, "%s里还没有内容，先登记再发布", ListEditions.Field("kind").Text(e))
	}
	if err := e.alone(tx); err != nil {
		return err
	}
	before, err := store.Find(tx.Context(), store.In(tx).All(), ListEditions, func(x *ListEdition, w *store.Where) {
		w.Below(e.Area).Is(&x.Kind, e.Kind).Is(&x.Year, e.Year).Last(&x.No).Limit(1)
	})
	if err != nil {
		return err
	}
	no := int64(1)
	for _, x := range before {
		no = x.No + 1
	}
	return store.Change(tx, ListEditions, e, func(e *ListEdition) {
		e.Rows, e.Items, e.Published, e.No = rows, int64(len(rows)), tx.On(), no
	})
}

// alone lets one edition at a time be numbered in a community.
func (e *ListEdition) alone(tx record.Tx) error {
	c, err := store.First(tx.Context(), store.In(tx).All(), place.Communities, func(_ *place.Community, w *store.Where) { w.Below(e.Area) })
	if err != nil || c == nil {
		return err
	}
	return store.Lock(tx, place.Communities, record.ID[place.Community](c.ID))
}

// Rights implements [record.Righted].
func (*ListEdition) Rights() record.Rights {
	return record.Rights{
		Read:   record.By(people.CountyOfficer, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker, people.ReportWriter),
		Create: record.By(people.CommunityWorker, people.TownOfficer),
		Edit:   record.By(people.CommunityWorker, people.TownOfficer),
		EditIn: []record.Chooser{InDraft},
		Void:   record.By(people.CommunityWorker, people.TownOfficer),
		Export: record.By(people.CommunityWorker, people.CommunitySecretary, people.TownOfficer, people.CountyOfficer, people.ReportWriter),
		Reveal: record.Nobody,
		Import: record.Nobody,
	}
}

// ListKind (清单) is one of the three lists.
type ListKind string

const (
	NeedList     ListKind = "need"
	ResourceList ListKind = "resource"
	ProjectList  ListKind = "project"
)

// Options implements [record.Chooser].
func (ListKind) Options() []record.Option {
	return record.Options(NeedList, "需求清单", ResourceList, "资源清单", ProjectList, "项目清单")
}

// EditionState (状态) of an edition.
type EditionState string

const (
	InDraft  EditionState = "draft"
	Out      EditionState = "published"
	TakenOff EditionState = "withdrawn"
)

// Options implements [record.Chooser].
func (EditionState) Options() []record.Option {
	return record.Options(InDraft, "待发布", Out, "已发布", TakenOff, "已撤回")
}
