// Package fault is the one vocabulary of errors. Every error that reaches a
// surface has one of six kinds; each surface keeps one table from kind to its
// own status. A message says, in Chinese and in the user's words, where, what
// and how to mend.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind sorts an error by what its reader can do about it.
type Kind int

const (
	Internal    Kind = iota // ours to mend: logged whole, shown as a reference number
	Invalid                 // the input is wrong: mend and send again
	NotFound                // there is no such thing, or this reader may not know of it
	Refused                 // it is there, but this actor may not do that
	Conflict                // not in this state, or somebody was faster
	Unavailable             // not now: full, busy or too many; try later
)

// Kinds lists every kind, for the tests that hold surfaces to their tables.
var Kinds = []Kind{Internal, Invalid, NotFound, Refused, Conflict, Unavailable}

func (k Kind) String() string {
	return [...]string{"internal", "invalid", "not_found", "refused", "conflict", "unavailable"}[k]
}

// Problem is one thing wrong with one field, said in the user's words.
type Problem struct {
	Field string `json:"field"` // the field's name; "" for the record as a whole
	Label string `json:"label"` // the Chinese name the user knows it by
	Text  string `json:"text"`  // what is wrong and how to mend it
}

func (p Problem) String() string {
	if p.Label == "" {
		return p.Text
	}
	return p.Label + "：" + p.Text
}

// Codes tell apart errors of one kind that a surface answers differently.
const (
	CodeStale   = "stale"   // the record changed since it was read
	CodeState   = "state"   // the step cannot be taken from this state
	CodeMissing = "version" // a change came without the version it is based on
	CodeRate    = "rate"    // too many requests from one side
	CodeBusy    = "busy"    // too many requests altogether
	CodeTooBig  = "too_big" // more bytes or rows than allowed
	CodeFull    = "full"    // the disk or database is full
	CodeProof   = "proof"   // whoever asks must first show again that it is they
	CodeReason  = "reason"  // whoever asks must first say why
)

// Error is an error of a known kind.
type Error struct {
	Kind     Kind
	Code     string    // see the Code constants; usually empty
	Message  string    // for the user
	Problems []Problem // of fields, when Kind is Invalid
	Detail   any       // what the surface may show besides: both versions of a stale record
	Cause    error     // for the log, never for the user
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Message)
	for i, p := range e.Problems {
		if i > 0 || e.Message != "" {
			b.WriteString("；")
		}
		b.WriteString(p.String())
	}
	if e.Cause != nil {
		if b.Len() > 0 {
			b.WriteString(": ")
		}
		b.WriteString(e.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New makes an error of a kind with a message for the user.
func New(k Kind, format string, args ...any) *Error {
	return &Error{Kind: k, Message: fmt.Sprintf(format, args...)}
}

// Coded makes an error that a surface tells apart from others of its kind.
func Coded(k Kind, code, format string, args ...any) *Error {
	return &Error{Kind: k, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap gives err a kind and a message, keeping err for the log.
func Wrap(err error, k Kind, format string, args ...any) *Error {
	return &Error{Kind: k, Message: fmt.Sprintf(format, args...), Cause: err}
}

// Fields reports problems with fields.
func Fields(problems ...Problem) *Error { return &Error{Kind: Invalid, Problems: problems} }

// As gives the *Error in err's chain, or nil.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// KindOf gives the kind of err; an error of no known kind is Internal.
func KindOf(err error) Kind {
	if e := As(err); e != nil {
		return e.Kind
	}
	return Internal
}

// Is reports whether err has kind k.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// HasCode reports whether err carries code.
func HasCode(err error, code string) bool {
	e := As(err)
	return e != nil && e.Code == code
}
