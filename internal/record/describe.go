package record

import (
	"fmt"
	"reflect"
	"slices"

	"sanshe/internal/clock"
)

// Section starts a heading in the form; it holds for the fields that follow.
func (fs *Fields) Section(title string) { fs.section = title }

// Text describes a line of text, at most 200 characters.
func (fs *Fields) Text(p any, name, label string) *Field { return fs.add(p, text{}, name, label) }

// Name describes a person's name: 1 to 50 characters of GB 18030, · included.
func (fs *Fields) Name(p *string, name, label string) *Field {
	return fs.add(p, personName, name, label)
}

// Prose describes text of several lines, at most 10,000 characters.
func (fs *Fields) Prose(p *string, name, label string) *Field { return fs.add(p, prose{}, name, label) }

// Int describes a whole number.
func (fs *Fields) Int(p *int64, name, label string) *Field { return fs.add(p, integer{}, name, label) }

// Year describes a calendar year.
func (fs *Fields) Year(p *int64, name, label string) *Field { return fs.add(p, year{}, name, label) }

// Minutes describes a length of time.
func (fs *Fields) Minutes(p *int64, name, label string) *Field {
	return fs.add(p, minutes{}, name, label)
}

// Decimal describes a number with scale decimals, kept as an integer.
func (fs *Fields) Decimal(p *int64, scale int, name, label string) *Field {
	return fs.add(p, decimal{scale: scale}, name, label)
}

// Percent describes a percentage, kept in hundredths of a percent.
func (fs *Fields) Percent(p *int64, name, label string) *Field {
	return fs.add(p, decimal{scale: 2, unit: "%"}, name, label)
}

// Money describes an amount of money, kept in fen (分).
func (fs *Fields) Money(p *Fen, name, label string) *Field { return fs.add(p, money{}, name, label) }

// Date describes a calendar day in Shanghai.
func (fs *Fields) Date(p *clock.Date, name, label string) *Field {
	return fs.add(p, date{}, name, label)
}

// Time describes a moment.
func (fs *Fields) Time(p *Moment, name, label string) *Field { return fs.add(p, moment{}, name, label) }

// Month describes a calendar month, "2026-11".
func (fs *Fields) Month(p *string, name, label string) *Field { return fs.add(p, month{}, name, label) }

// Window describes when in a week something suits, such as 周末 09:00-12:00.
func (fs *Fields) Window(p *clock.Window, name, label string) *Field {
	return fs.add(p, windowKind{}, name, label)
}

// Bool describes a yes or no.
func (fs *Fields) Bool(p *bool, name, label string) *Field { return fs.add(p, boolean{}, name, label) }

// Choice describes a field whose Go type lists its own options.
func (fs *Fields) Choice(p Chooser, name, label string) *Field {
	return fs.add(p, choice{options: p.Options()}, name, label)
}

// State describes the choice that steps move.
func (fs *Fields) State(p Chooser, name, label string) *Field {
	f := fs.Choice(p, name, label).InList().Filter()
	f.IsState = true
	if o := p.Options(); f.Initial == nil && len(o) > 0 {
		f.Initial = []string{o[0].Value}
	}
	return f
}

// Code describes a value of an open code list: the values are data, with area
// and dates, kept under the list's name.
func (fs *Fields) Code(p *string, list, name, label string) *Field {
	return fs.add(p, codeKind{list: list}, name, label)
}

// Codes describes several values of an open code list.
func (fs *Fields) Codes(p *[]string, list, name, label string) *Field {
	return fs.add(p, codesKind{list: list}, name, label)
}

// Ref describes a field of type [ID], pointing at another record.
func (fs *Fields) Ref(p reference, name, label string) *Field {
	return fs.add(p, Ref{to: p.target()}, name, label)
}

// Refs describes a field of type [IDs], pointing at several records.
func (fs *Fields) Refs(p reference, name, label string) *Field {
	return fs.add(p, Refs{to: p.target()}, name, label)
}

// File describes an attachment, by its content address.
func (fs *Fields) File(p *string, name, label string) *Field {
	return fs.add(p, fileKind{}, name, label)
}

// Address describes a place in words.
func (fs *Fields) Address(p *string, name, label string) *Field {
	return fs.add(p, address{}, name, label)
}

// Division describes an administrative division by its code.
func (fs *Fields) Division(p *string, name, label string) *Field {
	return fs.add(p, division, name, label)
}

// Divisions describes the divisions a record belongs to besides its own area.
func (fs *Fields) Divisions(p *[]string, name, label string) *Field {
	f := fs.add(p, divisions{}, name, label)
	f.IsAreas = true
	return f
}

// CreditCode describes a 统一社会信用代码 (GB 32100-2015).
func (fs *Fields) CreditCode(p *string, name, label string) *Field {
	return fs.add(p, creditCode, name, label)
}

// IDNumber describes a 居民身份证号码 (GB 11643-1999).
func (fs *Fields) IDNumber(p *string, name, label string) *Field {
	return fs.add(p, idNumber, name, label)
}

// Phone describes a telephone number.
func (fs *Fields) Phone(p *string, name, label string) *Field { return fs.add(p, phone, name, label) }

// Row is one line of a grid inside a record (a pointer to a struct).
type Row interface{ Fields(*Fields) }

// Rows describes a grid kept in its parent's form, saved and versioned with it.
func Rows[T any, P interface {
	*T
	Row
}](fs *Fields, p *[]T, name, label string) *Field {
	if fs.inRow {
		fs.fail("field %q (%s) puts rows inside rows", name, label)
		return &Field{}
	}
	sub := &Fields{proto: reflect.ValueOf(new(T)).Elem(), inRow: true}
	P(sub.proto.Addr().Interface().(*T)).Fields(sub)
	if err := sub.verifyRow(); err != nil {
		fs.fail("rows %q: %v", name, err)
	}
	return fs.add(p, Grid{Fields: sub.list, row: reflect.TypeFor[T]()}, name, label)
}

func (fs *Fields) add(p any, k Kind, name, label string) *Field {
	f := &Field{Name: name, Label: label, Kind: k, Section: fs.section}
	fs.list = append(fs.list, f)
	v := reflect.ValueOf(p)
	if v.Kind() != reflect.Pointer {
		fs.fail("field %q (%s) must be told by address", name, label)
		return f
	}
	for _, sf := range reflect.VisibleFields(fs.proto.Type()) {
		at := fs.proto.FieldByIndex(sf.Index)
		if at.Addr().Pointer() == v.Pointer() && at.Type() == v.Type().Elem() {
			f.index = sf.Index
		}
	}
	switch {
	case f.index == nil:
		fs.fail("field %q (%s) is not a field of %s", name, label, fs.proto.Type())
	case !k.fits(f.goKind(fs.proto)):
		fs.fail("field %q (%s) of kind %s cannot be kept in a Go %s", name, label, k.Name(), v.Type().Elem())
	default:
		kept := v.Elem()
		if given := reflect.ValueOf(k.JSON(kept.Interface())).Kind(); given == kept.Kind() && (given == reflect.String || given == reflect.Int64) {
			f.plain = given
		}
	}
	return f
}

// fail keeps the first thing found wrong.
func (fs *Fields) fail(format string, args ...any) {
	if fs.err == nil {
		fs.err = fmt.Errorf(format, args...)
	}
}

func (f *Field) goKind(proto reflect.Value) reflect.Kind {
	if f.index == nil {
		return reflect.Invalid
	}
	return proto.FieldByIndex(f.index).Kind()
}

// at finds the described field at address p of the prototype.
func (fs *Fields) at(p any) *Field {
	v := reflect.ValueOf(p)
	for _, f := range fs.list {
		if f.index == nil {
			continue
		}
		at := fs.proto.FieldByIndex(f.index)
		if at.Addr().Pointer() == v.Pointer() && at.Type() == v.Type().Elem() {
			return f
		}
	}
	fs.fail("an address given in its description is not one of its fields")
	return &Field{}
}

// complete reports the first exported Go field that is not described.
func (fs *Fields) complete() error {
	for _, sf := range reflect.VisibleFields(fs.proto.Type()) {
		if sf.Anonymous || !sf.IsExported() || len(sf.Index) > 1 {
			continue
		}
		if !slices.ContainsFunc(fs.list, func(f *Field) bool { return slices.Equal(f.index, sf.Index) }) {
			return fmt.Errorf("Go field %s is not described", sf.Name)
		}
	}
	return nil
}
