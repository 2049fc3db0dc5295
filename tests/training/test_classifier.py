from sklearn.utils.estimator_checks import parametrize_with_checks

from training.classifier import RiskClassifier


@parametrize_with_checks([RiskClassifier(), RiskClassifier(calibration="none")])
def test_keeps_scikit_learns_manners(estimator, check):
    check(estimator)
