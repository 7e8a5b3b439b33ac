package party_test

import (
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/figure"
)

func TestG1(t *testing.T) {
	Each(t, func(w *World) {
		NewG0(w)
		list, err := w.Figures.All(w.Ctx(), figure.Question{Area: County})
		w.Do(err)
		for _, a := range list {
			t.Log(a.Name, a.Text(), a.Out())
		}
	})
}
