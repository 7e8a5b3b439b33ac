package centre

import (
	"context"
	"fmt"

	h "maragu.dev/gomponents/html"

	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Visitors are the roles that see the calendar of rooms.
func Visitors() record.Roles { return append(people.Staff(), people.Organisation) }

// ToCalendar leads from a centre to the week of its rooms.
func ToCalendar(_ context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	if !r.Actor().Holds(Visitors()) {
		return nil, nil
	}
	return &ui.Panel{Body: h.Div(h.Class("ac"), ui.Action{Label: "看场地日历、预约", Href: url(fmt.Sprintf("/rooms?centre=%d", record.BaseOf(rec).ID))})}, nil
}
