// Package inservice keeps 双报到: units' Party organisations report to the
// community they stand in, and their members to the community they live in.
// Members stay with their own organisation; the community only tells the unit,
// once a quarter, what was done. There is no check-in, no point and no order.
package inservice
