CREATE VIEW "themes_by_body" AS
SELECT f.inspected_body, t.theme,
  SUM(f.polarity = 'strength') AS strengths,
  SUM(f.polarity = 'area_for_improvement') AS areas_for_improvement,
  COUNT(DISTINCT f.report) AS reports
FROM finding_themes t JOIN findings f USING (report, finding)
GROUP BY f.inspected_body, t.theme;

CREATE VIEW "themes_by_year" AS
SELECT f.published_year, t.theme,
  SUM(f.polarity = 'strength') AS strengths,
  SUM(f.polarity = 'area_for_improvement') AS areas_for_improvement,
  COUNT(DISTINCT f.report) AS reports
FROM finding_themes t JOIN findings f USING (report, finding)
GROUP BY f.published_year, t.theme;

CREATE VIEW "recommendations_with_reasons" AS
SELECT r.report, r.inspected_body, r.published, r.recommendation, r.addressee, r.text AS recommendation_text,
  e.finding, f.polarity, f.text AS finding_text, f.page AS finding_page, e.score
FROM recommendations r
  LEFT JOIN evidence e ON e.report = r.report AND e.recommendation = r.recommendation AND e.band = 'reason'
  LEFT JOIN findings f ON f.report = e.report AND f.finding = e.finding;

CREATE VIEW "ratings_of_bodies" AS
SELECT r.inspected_body, r.region, r.published, r.family, s.standard, s.name, s.rating, r.report, s.page
FROM ratings s JOIN reports r USING (report);

CREATE VIEW "ratings_over_inspections" AS
SELECT i.service_id, s.sector, s.region, i.inspection_number, i.published, r.standard_id, r.standard_name, r.rating, r.report, r.page
FROM ratings r JOIN inspections i USING (report) JOIN services s USING (service_id);

CREATE VIEW "questions_over_inspections" AS
SELECT i.service_id, s.sector, s.region, i.inspection_number, i.published, q.standard_id, q.question_id, q.percent_yes, q.report, q.page
FROM key_questions q JOIN inspections i USING (report) JOIN services s USING (service_id);

CREATE VIEW "files_not_read" AS
SELECT report, path, status, stage, reason FROM outcomes WHERE status IN ('failed', 'skipped');
