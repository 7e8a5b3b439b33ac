//go:build linux || darwin

package app

import "syscall"

// diskFree gives the bytes a folder's disk has room for, -1 if it is not known.
func diskFree(dir string) int64 {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return -1
	}
	return int64(s.Bavail) * int64(s.Bsize)
}
