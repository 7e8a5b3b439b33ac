package main

func (t *tally) report() error { return nil }
