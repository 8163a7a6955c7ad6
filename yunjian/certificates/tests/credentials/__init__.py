"""The form SD-JWT VC: made, shown, verified; by us and by other people's libraries; and under attack."""
