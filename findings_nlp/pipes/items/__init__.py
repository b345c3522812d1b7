"""Second component: findings and recommendations."""
