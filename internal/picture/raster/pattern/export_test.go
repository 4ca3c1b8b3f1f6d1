package pattern

// Roles returns what each colour of a pattern is for, in the order in which
// Draw takes them; nil if there is no such pattern.
func Roles(name string) []string {
	g, err := find(name)
	if err != nil {
		return nil
	}
	return g.roles
}
