"""The trained classifier: words and behaviour, served without running code; training, measuring and explaining."""

from fraudguard.classifier.classification import Classification, Classifier, WindowClassifier

__all__ = ["Classification", "Classifier", "WindowClassifier"]
