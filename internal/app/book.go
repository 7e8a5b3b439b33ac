// Package app is the assembly: it wires every floor together. The list of
// registers, in menu order, and the list of event handlers are here, by hand.
package app

import (
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// Chapter is one of the four parts of the county's report, and of the menu.
type Chapter struct {
	Mark, Name string
	Registers  []*record.Register
}

// Chapters is the menu.
func Chapters() []Chapter {
	return []Chapter{
		{"一", "党建引领", []*record.Register{party.Coverages.Register, party.PartyOrgs.Register, party.MemberSurveys.Register}},
		{"二", "孵化培育", []*record.Register{org.SocialOrgs.Register, place.Communities.Register}},
		{"三", "优化服务", []*record.Register{need.Needs.Register, need.Resources.Register, need.Projects.Register, need.Matches.Register, service.Activities.Register}},
		{"四", "体制机制", []*record.Register{service.Opinions.Register, need.ListEditions.Register, people.Documents.Register}},
	}
}

// Book lists every register.
func Book() *record.Book {
	return record.NewBook(people.Roles(),
		place.Divisions.Register, people.Persons.Register, people.Units.Register, people.Documents.Register,
		place.Communities.Register, org.SocialOrgs.Register,
		party.MemberSurveys.Register, party.PartyOrgs.Register, party.Coverages.Register,
		need.Needs.Register, need.Resources.Register, need.Projects.Register, need.Matches.Register,
		service.Activities.Register, service.Participations.Register,
		need.ListEditions.Register, service.Opinions.Register,
	)
}

// Handlers hear what steps emit, in this order.
func Handlers() []store.Handler { return []store.Handler{party.Hear} }
