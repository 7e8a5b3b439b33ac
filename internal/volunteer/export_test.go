package volunteer

// CostOf gives what speaks against a volunteer for a shift, -1 if they cannot be asked.
func CostOf(v *Volunteer, s *Shift) int {
	cost, ok := against(v, s, nil)
	if !ok || v.Suits != "" && !v.Suits.Covers(s.From.Time(), s.To.Time()) {
		return -1
	}
	return cost
}
