"""What is new to people in a story: facts that somebody tells, who learned each of them, where and from whom."""

from fabula.news.find import Learned, News, find_news, most_salient

__all__ = ["Learned", "News", "find_news", "most_salient"]
