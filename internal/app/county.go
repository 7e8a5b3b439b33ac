package app

import (
	"context"

	"sanshe/internal/area"
	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// LoadDivisions writes the embedded edition of the division tree into a new
// county, with its communities.
func (a *App) LoadDivisions(ctx context.Context) error {
	list := area.Edition()
	names := communityNames(list)
	for len(list) > 0 {
		n := min(100, len(list))
		_, err := a.Store.Write(ctx, store.System("cli"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
			for _, d := range list[:n] {
				if err := addDivision(tx, d, names[d.Code]); err != nil {
					return store.Result{}, err
				}
			}
			return store.Result{}, nil
		})
		if err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// communityNames gives the communities' names by code. Where two towns have one
// of the same name (天池村 in 合江县), both are told by their town.
func communityNames(list []area.Division) map[string]string {
	names, called := map[string]string{}, map[string]int{}
	for _, d := range list {
		names[d.Code] = d.Name
		if d.Level == area.Community {
			called[d.Name]++
		}
	}
	for _, d := range list {
		if d.Level == area.Community && called[d.Name] > 1 {
			names[d.Code] = names[d.Code[:9]] + d.Name
		}
	}
	return names
}

// addDivision writes one division of the embedded edition, and its community
// under the name given.
func addDivision(tx *store.Tx, d area.Division, community string) error {
	level := map[area.Level]place.Level{area.Province: place.Province, area.City: place.City, area.County: place.County, area.Town: place.Town, area.Community: place.Village}[d.Level]
	_, err := store.Add(tx, place.Divisions, d.Code, func(p *place.Division) {
		p.Code, p.Name, p.Level, p.Edition, p.From = d.Code, d.Name, level, area.EditionName, clock.Date("2023-06-30")
	})
	if err != nil || d.Level != area.Community {
		return err
	}
	_, err = store.Add(tx, place.Communities, d.Code, func(c *place.Community) { c.Name = community })
	return err
}

// StandFor has an account with a role stand for the record that text names: an
// organisation by name or credit code, an instructor by name or number. Roles
// that stand for nothing take no text.
func (a *App) StandFor(ctx context.Context, acc *auth.Account, role record.Role, text string) error {
	reg := Stands()[role]
	if reg == nil {
		return nil
	}
	id, err := a.Store.Reader(org.Everyone()).Named(ctx, reg, text)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "%s：%s", reg.Label, fault.As(err).Message)
	}
	acc.StandFor(reg, id)
	return nil
}

// Remember keeps a word with the data, such as the demonstration's anchor.
func (a *App) Remember(ctx context.Context, name, value string) error {
	_, err := a.Store.Rule(ctx, store.System("demo"), store.Ruling{Sort: store.OfSetting, Name: name, Seen: store.AnyVersion, Rows: []store.Wanted{{Value: value}}}, "")
	return err
}

// Remembered gives a word kept with the data, "" if there is none.
func (a *App) Remembered(ctx context.Context, name string) (string, error) {
	s, err := a.Store.Setting(ctx, name, "", a.Store.Today())
	if fault.Is(err, fault.Internal) {
		return "", nil
	}
	return s.Value, err
}
