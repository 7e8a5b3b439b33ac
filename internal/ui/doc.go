// Package ui is the look of sanshe [三社联动]: one sheet of design tokens, one
// small script, and components that turn plain data into HTML.
//
// Every component is a struct that is itself a [g.Node]: fill in what there is
// to show, and a field left at its zero value leaves that part out. Components
// know nothing of records, users or databases, never read the clock, and hold
// no state. What depends on the deployment (the base path, the names of the
// asset files) is known by [UI] alone.
//
// Rules that hold for every component and are tested:
//   - a page works without script; the script only saves steps,
//   - no style attribute, no inline script, no javascript: address,
//   - a width that depends on data is drawn as SVG,
//   - colours come from the tokens, so that dark, high contrast and print work,
//   - nothing ranks, scores or counts a person.
package ui
