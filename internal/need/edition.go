package need

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// ListEdition (清单发布) is one publishing of one of a community's three lists.
type ListEdition struct {
	record.Base
	Kind      ListKind
	Year      int64
	Published clock.Date
	Items     int64
	Note      string
	State     EditionState
}

// ListEditions is the register of editions (三张清单发布台账).
var ListEditions = record.Define[ListEdition]("list_edition", "三张清单发布")

// Fields implements [record.Record].
func (e *ListEdition) Fields(f *record.Fields) {
	f.Choice(&e.Kind, "kind", "清单").Required().Fixed().InList().Filter().Public()
	f.Year(&e.Year, "year", "年度").Required().Fixed().InList().Filter().Public()
	f.Date(&e.Published, "published_on", "发布日期").System().InList().Public()
	f.Int(&e.Items, "items", "发布时的条数").System().InList().Public()
	f.Text(&e.Note, "note", "说明").Public()
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

// Steps describes publishing and taking back.
func (*ListEdition) Steps(s *record.Steps[ListEdition]) {
	staff := []record.Role{people.CommunityWorker, people.CommunitySecretary, people.TownOfficer}
	s.Step("publish", "发布", Out).From(InDraft).By(staff...).Says("清单里要有内容才能发布").Do((*ListEdition).publish)
	s.Step("withdraw", "撤回", InDraft).From(Out).By(staff...).Reason()
}

// publish counts what stands on the list that day. An empty list is no list.
func (e *ListEdition) publish(tx record.Tx) error {
	n, err := e.count(tx)
	if err != nil {
		return err
	}
	if n == 0 {
		return emptyList(e)
	}
	return store.Change(tx, ListEditions, e, func(e *ListEdition) { e.Items, e.Published = int64(n), tx.On() })
}

func (e *ListEdition) count(tx record.Tx) (int, error) {
	ctx, all := tx.Context(), store.In(tx).All()
	switch e.Kind {
	case NeedList:
		return store.CountOf(ctx, all, Needs, func(n *Need, w *store.Where) {
			w.Below(e.Area).In(&n.State, Verified, NoResource, Arranged, Served, Closed)
		})
	case ResourceList:
		return store.CountOf(ctx, all, Resources, func(r *Resource, w *store.Where) { w.Below(e.Area).Is(&r.State, Available) })
	}
	return store.CountOf(ctx, all, Projects, func(p *Project, w *store.Where) {
		w.Below(e.Area).In(&p.State, Planned, Published, Running, Finished)
	})
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
	InDraft EditionState = "draft"
	Out     EditionState = "published"
)

// Options implements [record.Chooser].
func (EditionState) Options() []record.Option {
	return record.Options(InDraft, "待发布", Out, "已发布")
}
