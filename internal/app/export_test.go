package app

import "net/http"

// Observe and Draining are for tests of the whole program.
func (a *App) Observe(s Site, next http.Handler) http.Handler { return a.observe(s, next) }
func (a *App) Draining() bool                                 { return a.draining.Load() }

// Superfluous is for tests.
func Superfluous(k Keep, names []string) []string { return k.superfluous(names) }
