package people

import (
	"cmp"
	"fmt"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Known gives the person that a name, telephone number and unit speak of, and
// enters one who is new in area: nobody is typed twice, and distinct people can
// be counted. A number tells people apart; without one, the same name in the same
// unit is the same person.
func Known(tx record.Tx, area, name, phone string, unit record.ID[Unit]) (record.ID[Person], error) {
	ctx, s := tx.Context(), store.In(tx)
	find := func() ([]*Person, error) {
		return store.Find(ctx, s.All(), Persons, func(p *Person, w *store.Where) {
			if w.Limit(2); phone != "" {
				w.Sealed(s.Store(), &p.Phone, phone)
			} else {
				w.Is(&p.Name, name).Is(&p.Unit, unit)
			}
		})
	}
	found, err := find()
	if err == nil && len(found) == 0 { // whoever else enters the same person now is waited for
		if err = store.LockWord(tx, cmp.Or(phone, fmt.Sprint(name, unit))); err == nil {
			found, err = find()
		}
	}
	switch {
	case err != nil:
		return 0, err
	case len(found) > 1:
		return 0, fault.Fields(fault.Problem{Field: "person", Label: "人员", Text: "有几个人员都对得上“" + name + "”，请填手机号，或直接选人员"})
	case len(found) == 1 && found[0].Name != name:
		return 0, fault.Fields(fault.Problem{Field: "phone", Label: "手机号", Text: "这个手机号在人员台账里是另一个姓名，请核对姓名和手机号"})
	case len(found) == 1:
		return record.ID[Person](found[0].ID), nil
	case phone == "" && unit == 0:
		return 0, fault.Fields(fault.Problem{Field: "phone", Label: "手机号", Text: "填手机号或单位，才能认出是不是同一个人"})
	}
	p, err := store.Add(tx, Persons, area, func(p *Person) { p.Name, p.Phone, p.Unit = name, phone, unit })
	if err != nil {
		return 0, err
	}
	return record.ID[Person](p.ID), nil
}

// Identify finds the person a record speaks of by a name, or the name of a person
// that code already knows.
func Identify(tx record.Tx, area string, person *record.ID[Person], name *string, phone string, unit record.ID[Unit]) (err error) {
	switch {
	case *person == 0 && *name != "":
		*person, err = Known(tx, area, *name, phone, unit)
	case *person != 0 && *name == "":
		var p *Person
		if p, err = store.One(tx.Context(), store.In(tx).All(), Persons, *person); err == nil {
			*name = p.Name
		}
	}
	return err
}
