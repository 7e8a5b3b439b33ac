//go:build !linux && !darwin

package app

// diskFree gives the bytes a folder's disk has room for, -1 if it is not known.
func diskFree(string) int64 { return -1 }
